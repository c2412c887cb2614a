import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  connect,
  ConnectionLostError,
  type ConnectionOptions,
  ProtocolError,
  RpcConnection,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { frameOf, greetedPair, hello, rawPair, RawPeer } from "./_raw_peer.ts";
import { startServerProcess } from "./_server_process.ts";
import { TCP, TRANSPORT_KINDS } from "./_transport_kinds.ts";

class Silent {
  never(): Promise<never> {
    return new Promise(() => {});
  }
  soon(): string {
    return "soon";
  }
}

/** Makes calls, and later sees that each has rejected as it must. */
function callsInFlight(connection: RpcConnection, count = 20) {
  const calls = Array.from(
    { length: count },
    () => assertRejects(() => connection.call("never"), ConnectionLostError),
  );
  assertEquals(connection.callsInFlight, count);
  return Promise.all(calls);
}

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: close() rejects the calls in flight, and later ones`, async () => {
    await using pair = await connectedPair(Silent, { kind });
    const { client } = pair;
    const calls = callsInFlight(client);
    await client.close();
    for (const error of await calls) {
      assertEquals(error.message, `the connection to ${client.peer} is closed`);
    }
    assertEquals(client.callsInFlight, 0);
    await assertRejects(() => client.root.soon(), ConnectionLostError);
    await assertRejects(
      () => client.with({ timeout: 1 }).soon(),
      ConnectionLostError,
    );
    assertEquals(await client.closed, undefined);

    const lost = await pair.server.closed;
    assert(lost instanceof ConnectionLostError);
    assertStringIncludes(lost.message, "the other end closed it");
  });

  Deno.test(`${kind.name}: calls reject at once when the other end closes`, async () => {
    await using pair = await connectedPair(Silent, { kind });
    const calls = callsInFlight(pair.client);
    await pair.server.close();
    const lost = await pair.client.closed;
    assert(lost instanceof ConnectionLostError);
    assertEquals(
      lost.message,
      `lost the connection to ${pair.client.peer}: the other end closed it`,
    );
    for (const error of await calls) assertStrictEquals(error, lost);
    const later = await assertRejects(() => pair.client.root.soon());
    assertStrictEquals(later, lost);
  });

  Deno.test(`${kind.name}: closing twice, and by both ends, is closing`, async () => {
    await using pair = await connectedPair(Silent, { kind });
    const { client, server } = pair;
    await Promise.all([client.close(), server.close(), client.close()]);
    await client.close();
    await client[Symbol.asyncDispose]();
    assertEquals(await client.closed, undefined);
    assertEquals(await server.closed, undefined);
  });

  Deno.test(`${kind.name}: half a frame and then the end is a loss that says so`, async () => {
    await using pair = await greetedPair({}, kind);
    const { connection, peer } = pair;
    const calls = callsInFlight(connection);
    const whole = frameOf(["result", 1, new Uint8Array(100_000)]);
    await peer.send(whole.subarray(0, 50_000));
    await peer.closeWrite();
    for (const { cause, message } of await calls) {
      assertStringIncludes(message, "ended in the middle of a frame");
      assert(cause instanceof ProtocolError);
    }
    await connection.closed;
  });
}

for (const length of [1, 7, 8, 9, 20]) {
  Deno.test(`the end after ${length} bytes of a frame is a loss`, async () => {
    await using pair = await greetedPair();
    await pair.peer.send(
      frameOf(["result", 1, "x".repeat(50)]).subarray(0, length),
    );
    await pair.peer.closeWrite();
    const lost = await pair.connection.closed;
    assertStringIncludes(String(lost), "ended in the middle of a frame");
  });
}

Deno.test("calls queued for the other end's limit reject as well", async () => {
  await using pair = await connectedPair(Silent, {
    server: { limits: { callsInFlight: 2 } },
  });
  const calls = callsInFlight(pair.client);
  await pair.server.close();
  assertEquals((await calls).length, 20);
});

Deno.test("calls with large arguments under way reject as well", async () => {
  await using pair = await greetedPair();
  const { connection } = pair;
  // More than any socket buffers: the peer never reads it.
  const large = new Uint8Array(64 * 1024 * 1024);
  const call = assertRejects(
    () => connection.call("upload", [large]),
    ConnectionLostError,
  );
  await connection.close();
  await call;
});

Deno.test("a killed server rejects every call, whatever it was doing", async () => {
  await using server = await startServerProcess();
  await using connection = await connect({ port: server.port });
  const calls = callsInFlight(connection);
  server.kill("SIGKILL");
  const lost = await connection.closed;
  for (const error of await calls) assertStrictEquals(error, lost);
  assert(lost instanceof ConnectionLostError);
});

Deno.test("the goodbye of the other end is the reason of the loss", async () => {
  await using pair = await greetedPair();
  const calls = callsInFlight(pair.connection);
  await pair.peer.send(frameOf(["goodbye", "time for tea"]));
  for (const { message } of await calls) {
    assertStringIncludes(message, "refused to go on: time for tea");
  }
});

/** A frame that is none: the kind of its envelope is wrong. */
const WRONG_FRAME = frameOf(["goodbye", "x"]).with(8, 0xff);

Deno.test("a peer that broke the protocol is lost at once, not after its goodbye", async () => {
  await using pair = await greetedPair();
  const { peer, connection } = pair;
  const calls = callsInFlight(connection);
  await peer.send(WRONG_FRAME);
  // The peer keeps the socket open, so this end lingers; its callers do not.
  const errors = await calls;
  assert(errors[0].cause instanceof ProtocolError);
  let ended = false;
  const closed = connection.closed.then(() => ended = true);
  await peer.receiveGoodbye();
  assertEquals(ended, false);
  await connection.close();
  await closed;
});

Deno.test("a peer that broke the protocol may say all it wants before it reads why", async () => {
  await using pair = await greetedPair();
  const { peer } = pair;
  await peer.send(WRONG_FRAME, new Uint8Array(8 * 1024 * 1024));
  assertStringIncludes(await peer.receiveGoodbye(), "malformed");
});

Deno.test("the goodbye is the last that a peer hears, even while it waits", async () => {
  const release = Promise.withResolvers<string>();
  class Late {
    later(): Promise<string> {
      return release.promise;
    }
  }
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  using peer = await RawPeer.connect(listening.port);
  const transport = await accepted;
  let gate = Promise.resolve();
  const opening = RpcConnection.open({
    ...transport,
    async write(bytes) {
      await gate;
      return await transport.write(bytes);
    },
  }, { service: Late });
  await peer.send(hello());
  await peer.receiveHello();
  await using connection = await opening;

  const { promise, resolve: open } = Promise.withResolvers<void>();
  gate = promise;
  const calls = callsInFlight(connection, 1);
  await peer.send(frameOf(["call", 1, 0, ["later"], []]), WRONG_FRAME);
  await calls;
  release.resolve("too late");
  await release.promise;
  open();
  assertStringIncludes(await peer.receiveGoodbye(), "malformed");
});

for (const dispose of ["dispose", "asyncDispose"] as const) {
  class Disposed {
    static count = 0;
    static done = false;
    ping(): string {
      return "pong";
    }
  }
  Object.defineProperty(Disposed.prototype, Symbol[dispose], {
    async value() {
      Disposed.count++;
      await Promise.resolve();
      Disposed.done = true;
    },
  });

  for (const closer of ["client", "server"] as const) {
    Deno.test(`when the ${closer} closes, Symbol.${dispose} is called once`, async () => {
      Disposed.count = 0;
      Disposed.done = false;
      await using pair = await connectedPair(Disposed);
      assertEquals(await pair.client.root.ping(), "pong");
      assertEquals(Disposed.count, 0);
      await pair[closer].close();
      await pair[closer].close();
      await pair.server.close();
      assertEquals(Disposed.count, 1);
      assertEquals(Disposed.done, true);
    });
  }
}

Deno.test("an error in a service's disposal reaches who waits for the end", async () => {
  class Stuck {
    [Symbol.dispose](): void {
      throw new Error("stuck");
    }
  }
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  const connected = await TCP.connect(listening.port);
  const [client, server] = await Promise.all([
    RpcConnection.open(connected),
    RpcConnection.open(await accepted, { service: Stuck }),
  ]);
  await assertRejects(() => server.close(), Error, "stuck");
  await client.close();
});

Deno.test("a service that closes its own connection gets no further calls", async () => {
  let calls = 0;
  class Quitter {
    quit(): void {
      calls++;
      opened?.close();
    }
  }
  await using pair = await greetedPair({ service: Quitter });
  const opened: RpcConnection = pair.connection;
  const quit = frameOf(["call", 1, 0, ["quit"], []]);
  const again = frameOf(["call", 2, 0, ["quit"], []]);
  // In one piece, so that both are there when the first one runs.
  await pair.peer.send(Uint8Array.of(...quit, ...again));
  await pair.connection.closed;
  assertEquals(calls, 1);
});

const WRONG: [string, ConnectionOptions][] = [
  ["limits.frameSize", { limits: { frameSize: 0 } }],
  ["limits.frameSize", { limits: { frameSize: 2 ** 32 } }],
  ["limits.nestingDepth", { limits: { nestingDepth: 501 } }],
  ["limits.callsInFlight", { limits: { callsInFlight: 1.5 } }],
  ["limits.itemCount", { limits: { itemCount: 1 } }],
  ["timeout", { timeout: 0 }],
  ["connectTimeout", { connectTimeout: -1 }],
  ["connectTimeout", { connectTimeout: NaN }],
];

for (const [name, options] of WRONG) {
  Deno.test(`${Deno.inspect(options)} is a RangeError that leaves no socket open`, async () => {
    await using pair = await rawPair(options);
    const error = await assertRejects(() => pair.opening, RangeError);
    assertStringIncludes(error.message, `${name} is`);
    await pair.peer.ended();
  });
}
