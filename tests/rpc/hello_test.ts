import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { connect, ProtocolError, RpcConnection } from "../../rpc/mod.ts";
import { completeLimits } from "../../rpc/limits.ts";
import { EchoService } from "./_echo_service.ts";
import { frameOf, hello, rawPair, RawPeer } from "./_raw_peer.ts";
import { TCP, TRANSPORT_KINDS } from "./_transport_kinds.ts";

const text = new TextEncoder();

for (const kind of TRANSPORT_KINDS) {
  const STRANGERS: Record<string, [Uint8Array, string]> = {
    "an HTTP client": [
      text.encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      'does not speak the rpcbench protocol; it began with "GET / HTTP/1.1',
    ],
    "one that speaks another version": [
      hello({ version: 4 }),
      "speaks version 4 of the rpcbench protocol; this end speaks 3",
    ],
    "one that speaks a version with a shorter hello": [
      hello({ version: 2 }).subarray(0, 30),
      "speaks version 2 of the rpcbench protocol; this end speaks 3",
    ],
    "one with a scheduler of its own": [
      hello({ scheduler: 2 }),
      "says that its scheduler is 2, which this end does not know",
    ],
    "one that asks for security of its own": [
      hello({ security: 255 }),
      "says that its security is 255, which this end does not know",
    ],
    "one that sends garbage": [
      new Uint8Array(200).fill(0xff),
      "does not speak the rpcbench protocol",
    ],
    "one whose magic is almost right": [
      text.encode("rpcbencH and so on and so on"),
      'it began with "rpcbencH',
    ],
  };

  for (const [name, [greeting, reason]] of Object.entries(STRANGERS)) {
    Deno.test(`${kind.name}: ${name} is told so and closed`, async () => {
      await using pair = await rawPair({ service: EchoService }, kind);
      await pair.peer.send(greeting);
      await pair.peer.receiveHello();
      assertStringIncludes(await pair.peer.receiveGoodbye(), reason);
      // All has been said: the server need not linger.
      pair.peer[Symbol.dispose]();
      const error = await assertRejects(() => pair.opening, ProtocolError);
      assertStringIncludes(error.message, reason);
    });
  }

  Deno.test(`${kind.name}: a silent client is closed when its time is up`, async () => {
    await using pair = await rawPair({ connectTimeout: 0.02 }, kind);
    const error = await assertRejects(() => pair.opening, ProtocolError);
    assertStringIncludes(error.message, "said no hello within 0.02 s");
    await pair.peer.ended();
  });

  Deno.test(`${kind.name}: a hello in single bytes is a hello`, async () => {
    await using pair = await rawPair({ service: EchoService }, kind);
    const said = Uint8Array.of(
      ...hello(),
      ...frameOf(["call", 1, 0, ["echo"], ["one by one"]]),
    );
    for (let i = 0; i < said.length; i++) {
      await pair.peer.send(said.subarray(i, i + 1));
    }
    await pair.peer.receiveHello();
    assertEquals(await pair.peer.receiveFrame(), ["result", 1, "one by one"]);
  });
}

Deno.test("a client that goes before its hello is an error", async () => {
  await using pair = await rawPair();
  await pair.peer.closeWrite();
  const error = await assertRejects(() => pair.opening, ProtocolError);
  assertStringIncludes(error.message, "closed the connection without a hello");
});

Deno.test("half a hello and then silence is no hello", async () => {
  await using pair = await rawPair({ connectTimeout: 0.02 });
  await pair.peer.send(hello().subarray(0, 12));
  await assertRejects(() => pair.opening, ProtocolError, "said no hello");
});

Deno.test("half a hello and then the end is no hello", async () => {
  await using pair = await rawPair();
  await pair.peer.send(hello().subarray(0, 12));
  await pair.peer.closeWrite();
  await assertRejects(() => pair.opening, ProtocolError, "it began with");
});

Deno.test("a connectTimeout of Infinity waits", async () => {
  await using pair = await rawPair({ connectTimeout: Infinity });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await pair.peer.send(hello());
  await pair.opening;
});

Deno.test("a peer that knows more compressions is welcome", async () => {
  await using pair = await rawPair({ service: EchoService });
  await pair.peer.send(
    hello({ compressions: 0xff }),
    frameOf(["call", 1, 0, ["echo"], ["x"]]),
  );
  await pair.peer.receiveHello();
  assertEquals(await pair.peer.receiveFrame(), ["result", 1, "x"]);
});

const LIMITS_COUNT = Object.keys(completeLimits()).length;

for (let i = 0; i < LIMITS_COUNT; i++) {
  Deno.test(`a peer that accepts nothing, says limit ${i + 1}, is refused`, async () => {
    await using pair = await rawPair({ service: EchoService });
    const greeting = hello();
    new DataView(greeting.buffer).setUint32(10 + 4 * i, 0);
    await pair.peer.send(greeting);
    await pair.peer.receiveHello();
    assertStringIncludes(await pair.peer.receiveGoodbye(), "limits.");
    pair.peer[Symbol.dispose]();
    await assertRejects(() => pair.opening, ProtocolError, "limits.");
  });
}

Deno.test("what a raw peer says of its limits is what the other end keeps to", async () => {
  await using pair = await rawPair({ service: EchoService });
  const greeting = hello();
  new DataView(greeting.buffer).setUint32(10, 4096);
  await pair.peer.send(
    greeting,
    frameOf(["call", 1, 0, ["echo"], ["x".repeat(5000)]]),
  );
  await pair.peer.receiveHello();
  const [kind, id, error] = await pair.peer.receiveFrame() ?? [];
  assertEquals([kind, id], ["error", 1]);
  assertStringIncludes(String(error), "larger than the 4096 bytes");
});

Deno.test("connect() to an HTTP server says what that answered", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("hello"),
  );
  const { port } = server.addr;
  const error = await assertRejects(() => connect({ port }), ProtocolError);
  assertStringIncludes(error.message, `127.0.0.1:${port} does not speak`);
  assertStringIncludes(error.message, 'it began with "HTTP/1.1 400');
});

Deno.test("connect() to a server that closes at once is an error", async () => {
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  const connecting = connect({ port: listening.port });
  (await accepted).close();
  const error = await assertRejects(() => connecting);
  assert(error instanceof Error);
});

Deno.test("strangers do not disturb those who are served", async () => {
  await using listening = await TCP.listen();
  const { port } = listening;
  const options = { service: EchoService };
  const served = listening.accept().then((transport) =>
    RpcConnection.open(transport, options)
  );
  await using client = await connect<EchoService>({ port });
  await using _server = await served;

  const refused: Promise<unknown>[] = [];
  const { promise: enough, resolve: leave } = Promise.withResolvers<void>();
  const strangers = Array.from({ length: 20 }, async (_, i) => {
    using stranger = await RawPeer.connect(port);
    if (i % 2 === 0) return await enough;
    await stranger.send(text.encode("HELO example\r\n"));
    await stranger.receiveHello();
    await stranger.receiveGoodbye();
  });
  for (let i = 0; i < strangers.length; i++) {
    const opening = RpcConnection.open(await listening.accept(), options);
    refused.push(assertRejects(() => opening, ProtocolError));
    assertEquals(await client.root.echo(i), i);
  }
  leave();
  await Promise.all([...strangers, ...refused]);
  assertEquals(await client.root.echo("still here"), "still here");
});
