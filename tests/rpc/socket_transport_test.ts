import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { socketTransport, type Transport } from "../../rpc/mod.ts";

// That connections work over it, other tests of this room show.

/** A node socket that `pauseOnConnect` has stopped, and who is at its other end. */
interface HandedOver extends AsyncDisposable {
  readonly socket: Socket;
  readonly peer: Deno.TcpConn;
}

async function handedOver(): Promise<HandedOver> {
  const server = createServer({ pauseOnConnect: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null);
  const connection = once(server, "connection");
  const peer = await Deno.connect({
    hostname: "127.0.0.1",
    port: address.port,
  });
  const [socket] = await connection;
  return {
    socket,
    peer,
    async [Symbol.asyncDispose]() {
      peer.close();
      socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function readExactly(transport: Transport, length: number) {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const read = await transport.read(bytes.subarray(filled));
    assert(read !== null, "the end came too early");
    filled += read;
  }
  return bytes;
}

async function writeAll(peer: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await peer.write(bytes.subarray(sent));
  }
}

Deno.test("what came while the socket was paused is not lost", async () => {
  await using pair = await handedOver();
  await writeAll(pair.peer, new TextEncoder().encode("before"));
  // The bytes are in the socket by the time that an answer has made its way.
  pair.socket.write("x");
  await pair.peer.read(new Uint8Array(1));
  const transport = socketTransport(pair.socket);
  await writeAll(pair.peer, new TextEncoder().encode(" and after"));
  assertEquals(
    new TextDecoder().decode(await readExactly(transport, 16)),
    "before and after",
  );
  transport.close();
});

Deno.test("a reader that is slow stops the sender", async () => {
  await using pair = await handedOver();
  const transport = socketTransport(pair.socket);
  const sent = Uint8Array.from({ length: 32 * 1024 * 1024 }, (_, i) => i >> 10);
  const sending = writeAll(pair.peer, sent);
  while (!pair.socket.isPaused()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  // Of what has come but was not read, this is the part in our own memory.
  assertLess(pair.socket.bytesRead, 8 * 1024 * 1024);
  const received = await readExactly(transport, sent.length);
  await sending;
  assertEquals(
    await crypto.subtle.digest("SHA-256", received),
    await crypto.subtle.digest("SHA-256", sent),
  );
  transport.close();
});

Deno.test("a read may ask for less than has come", async () => {
  await using pair = await handedOver();
  const transport = socketTransport(pair.socket);
  await writeAll(pair.peer, Uint8Array.of(1, 2, 3, 4, 5));
  for (let i = 1; i <= 5; i++) {
    assertEquals(await readExactly(transport, 1), Uint8Array.of(i));
  }
  await pair.peer.closeWrite();
  assertEquals(await transport.read(new Uint8Array(1)), null);
  assertEquals(await transport.read(new Uint8Array(1)), null);
  transport.close();
});

Deno.test("what came before the end is read before the end", async () => {
  await using pair = await handedOver();
  const transport = socketTransport(pair.socket);
  await writeAll(pair.peer, Uint8Array.of(1, 2, 3));
  await pair.peer.closeWrite();
  await once(pair.socket, "end");
  assertEquals(await readExactly(transport, 3), Uint8Array.of(1, 2, 3));
  assertEquals(await transport.read(new Uint8Array(1)), null);
  transport.close();
});

Deno.test("close() ends the reads and writes under way", async () => {
  await using pair = await handedOver();
  const transport = socketTransport(pair.socket);
  const reading = transport.read(new Uint8Array(1));
  // More than any socket buffers, for a peer that does not read.
  const writing = assertRejects(
    () => transport.write(new Uint8Array(64 * 1024 * 1024)),
  );
  transport.close();
  transport.close();
  assertEquals(await reading, null);
  await writing;
  await assertRejects(() => transport.write(new Uint8Array(1)));
});

Deno.test("closeWrite() tells the peer, and reading goes on", async () => {
  await using pair = await handedOver();
  const transport = socketTransport(pair.socket);
  await transport.write(Uint8Array.of(7));
  await transport.closeWrite();
  const received = new Uint8Array(10);
  assertEquals(await pair.peer.read(received), 1);
  assertEquals(await pair.peer.read(received), null);
  await writeAll(pair.peer, Uint8Array.of(8));
  assertEquals(await readExactly(transport, 1), Uint8Array.of(8));
  transport.close();
});

Deno.test("the peer is named by its address", async () => {
  await using pair = await handedOver();
  const { port } = pair.peer.localAddr;
  const transport = socketTransport(pair.socket);
  assertEquals(transport.peer, `127.0.0.1:${port}`);
  transport.close();
});
