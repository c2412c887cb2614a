import {
  assert,
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { connect, ConnectionLostError } from "../../rpc/mod.ts";
import { encodeEnvelope } from "../../rpc/encode_envelope.ts";
import { writeHeader } from "../../rpc/frame.ts";
import { completeLimits } from "../../rpc/limits.ts";
import { connectedPair } from "./_connected_pair.ts";
import { EchoService } from "./_echo_service.ts";
import { frame, frameOf, greetedPair, hello, RawPeer } from "./_raw_peer.ts";
import { startServerProcess } from "./_server_process.ts";
import type { ProcessService } from "./_server_program.ts";

const MEBIBYTE = 1024 * 1024;

Deno.test("a call larger than the other end's frames is not sent", async () => {
  await using pair = await connectedPair(EchoService, {
    server: { limits: { frameSize: 10_000 } },
  });
  const { echo } = pair.client.root;
  for (const value of ["x".repeat(10_000), new Uint8Array(10_000)]) {
    const error = await assertRejects(() => echo(value), RangeError);
    assertStringIncludes(
      error.message,
      "larger than the 10000 bytes that the other end accepts",
    );
    assertEquals(pair.client.callsInFlight, 0);
  }
  const { length } = frameOf(["call", 1, 0, ["echo"], [new Uint8Array(5000)]]);
  const fits = new Uint8Array(10_000 - (length - 8 - 5000));
  assertEquals(await echo(fits), fits);
});

/** What a raw peer is told when it sends `bytes`. */
async function toldFor(
  bytes: Uint8Array,
  options: Parameters<typeof greetedPair>[0] = { service: EchoService },
): Promise<string> {
  await using pair = await greetedPair(options);
  await pair.peer.send(bytes);
  const goodbye = await pair.peer.receiveGoodbye();
  pair.peer[Symbol.dispose]();
  const lost = await pair.connection.closed;
  assert(lost instanceof ConnectionLostError);
  assertStringIncludes(lost.message, goodbye);
  return goodbye;
}

Deno.test("a frame past the limit ends the connection before it is read", async () => {
  const limits = { frameSize: 10_000 };
  const options = { service: EchoService, limits };
  for (
    const [envelope, attachments] of [[10_001, 0], [5000, 5001], [1, 2 ** 31]]
  ) {
    const header = new Uint8Array(8);
    new DataView(header.buffer).setUint32(0, envelope);
    new DataView(header.buffer).setUint32(4, attachments);
    assertEquals(
      await toldFor(header, options),
      `a frame of ${
        envelope + attachments
      } bytes is larger than the limit of 10000`,
    );
  }
});

Deno.test("what a frame claims to be costs no memory, and no one else notices", async () => {
  await using server = await startServerProcess();
  const { port } = server;
  await using neighbour = await connect<ProcessService>({ port });
  const { root } = neighbour;
  for (let i = 0; i < 200; i++) await root.echo("warm up");
  const before = await root.memory();

  using liar = await RawPeer.connect(port);
  await liar.send(hello(), new Uint8Array(8).fill(0xff));
  await liar.receiveHello();
  assertStringIncludes(
    await liar.receiveGoodbye(),
    "a frame of 8589934590 bytes",
  );

  // Within the limit, and never sent: the envelope of one, the attachment of the other.
  using waiting = await RawPeer.connect(port);
  await waiting.send(
    hello(),
    Uint8Array.of(0x3f, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3),
  );
  using another = await RawPeer.connect(port);
  const { bytes } = encodeEnvelope(
    ["call", 1, 0, ["echo"], [new Uint8Array(2 ** 29)]],
    completeLimits(),
  );
  const promised = frame(bytes, new Uint8Array(1000));
  writeHeader(promised, 0, bytes.length, 2 ** 29);
  await another.send(hello(), promised);
  for (let i = 0; i < 200; i++) assertEquals(await root.echo(i), i);
  assertLess(await root.memory() - before, 64 * MEBIBYTE);
});

/** `["call", 1, 0, ["echo"], [` and what follows it, in CBOR. */
function rawCall(argument: readonly number[]): Uint8Array {
  const text = [0x64, ...new TextEncoder().encode("call")];
  const method = [0x64, ...new TextEncoder().encode("echo")];
  return frame([0x84, ...text, 0x01, ...method, 0x81].concat(argument));
}

const MAP_TAG = [0xd9, 0xa0, 0x00], SET_TAG = [0xd9, 0xa0, 0x01];

const RAW_DEEP: Record<string, readonly number[]> = {
  "arrays": [0x81],
  "objects": [0xa1, 0x61, 0x61],
  "maps": [...MAP_TAG, 0x82, 0x01],
  "sets": [...SET_TAG, 0x81],
  "map keys": [0xa1],
};

for (const [name, level] of Object.entries(RAW_DEEP)) {
  Deno.test(`100,000 levels of ${name} are not decoded`, async () => {
    const deep = Array.from({ length: 100_000 }, () => level).flat();
    assertEquals(
      await toldFor(rawCall([...deep, 0x80])),
      "a value is nested deeper than 260 levels",
    );
  });
}

Deno.test("100,000 tags of tags are not decoded", async () => {
  const deep = Array.from({ length: 100_000 }, () => SET_TAG).flat();
  assertStringIncludes(
    await toldFor(rawCall([...deep, 0x80])),
    "a tag of a tag",
  );
});

const CLAIMS: Record<string, readonly number[]> = {
  "an array of 2^16 - 1": [0x99, 0xff, 0xff],
  "an array of 2^32 - 1": [0x9a, 0xff, 0xff, 0xff, 0xff],
  "an array of 2^64 - 1": [0x9b, ...Array(8).fill(0xff)],
  "an object of 2^32 - 1": [0xba, 0xff, 0xff, 0xff, 0xff],
  "an object of 2^63": [0xbb, 0x80, 0, 0, 0, 0, 0, 0, 0],
  "a string of 2^32 - 1": [0x7a, 0xff, 0xff, 0xff, 0xff],
  "a string of 2^53": [0x7b, 0x00, 0x20, 0, 0, 0, 0, 0, 0],
  "a byte array of 2^32 - 1": [0x5a, 0xff, 0xff, 0xff, 0xff],
  "a map of 2^32 - 1": [...MAP_TAG, 0x9a, 0xff, 0xff, 0xff, 0xff],
  "an array of one more than there is": [0x82, 0x01],
};

for (const [name, claim] of Object.entries(CLAIMS)) {
  Deno.test(`${name} that is not there is refused`, async () => {
    assertStringIncludes(await toldFor(rawCall(claim)), "an early end");
  });
}

Deno.test("a message may have as many items as the limit says, and not one more", async () => {
  const limits = { itemCount: 100 };
  await using pair = await connectedPair(EchoService, {
    client: { limits },
    server: { limits },
  });
  const bytes = new Uint8Array(5000);
  // The argument itself is the first of them.
  const full: unknown[] = [
    Array(99).fill(0),
    new Set(Array(99).keys()),
    new Map(Array.from({ length: 49 }, (_, i) => [i, i])),
    Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, i])),
    JSON.parse(`{"__proto__": ${JSON.stringify(Array(97).fill(0))}}`),
    Array.from({ length: 33 }, () => new Uint8Array(bytes)),
    Array.from({ length: 33 }, () => /x/),
    [...Array.from({ length: 48 }, () => [0]), 0, 0, 0],
    new AggregateError(Array(93).fill(0)),
  ];
  for (const value of full) {
    assert(await pair.client.root.echo(value));
    const wider = [value, ...Array(3).fill(0)];
    await assertRejects(
      () => pair.client.root.echo(wider),
      RangeError,
      "more than the 100 items that the other end accepts",
    );
  }
  await assertRejects(
    () => pair.client.call("echo", Array(101).fill(0)),
    RangeError,
  );
});

Deno.test("more items than the limit are not decoded", async () => {
  const options = { service: EchoService, limits: { itemCount: 64 } };
  const items = Array(200).fill(0x80);
  for (const begin of [[0x98, 200], [...SET_TAG, 0x98, 200], [0xb8, 100]]) {
    assertEquals(
      await toldFor(rawCall([...begin, ...items]), options),
      "a message has more than 71 items",
    );
  }
});

Deno.test("one call more than are allowed in flight ends the connection", async () => {
  class Silent {
    never(): Promise<never> {
      return new Promise(() => {});
    }
  }
  const calls = Array.from({ length: 5 }, (_, i) => [
    ...frameOf(["call", i + 1, 0, ["never"], []]),
  ]);
  assertEquals(
    await toldFor(Uint8Array.from(calls.flat()), {
      service: Silent,
      limits: { callsInFlight: 4 },
    }),
    "more than 4 calls are in flight",
  );
});

Deno.test("two calls in flight cannot have one id", async () => {
  class Silent {
    never(): Promise<never> {
      return new Promise(() => {});
    }
  }
  const call = frameOf(["call", 7, 0, ["never"], []]);
  assertEquals(
    await toldFor(Uint8Array.of(...call, ...call), { service: Silent }),
    "two calls in flight have the id 7",
  );
});

Deno.test("an id may be used again once its call is answered", async () => {
  await using pair = await greetedPair({ service: EchoService });
  for (const value of ["one", "two"]) {
    await pair.peer.send(frameOf(["call", 0, 0, ["echo"], [value]]));
    assertEquals(await pair.peer.receiveFrame(), ["result", 0, value]);
  }
});
