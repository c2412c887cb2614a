import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ByteSource,
  type Compression,
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithm,
  connect,
  ConnectionLostError,
  RpcConnection,
} from "../../rpc/mod.ts";
import type { Envelope } from "../../rpc/envelope.ts";
import { BytePipe } from "./_byte_pipe.ts";
import { connectedPair } from "./_connected_pair.ts";
import { EchoService } from "./_echo_service.ts";
import {
  ALL_COMPRESSIONS,
  compressedFrame,
  RAW_ALGORITHMS,
  type RawCompressed,
  rawCompressed,
} from "./_raw_compression.ts";
import { frameOf, greetedPair, hello, RawPeer } from "./_raw_peer.ts";
import { assertSameValue } from "./_same_value.ts";
import { startServerProcess } from "./_server_process.ts";
import type { ProcessService } from "./_server_program.ts";
import { StreamService } from "./_stream_service.ts";
import { TCP, TRANSPORT_KINDS } from "./_transport_kinds.ts";

const MEBIBYTE = 1024 * 1024;
const TEXT = "all work and no play ".repeat(500);

const VALUES: readonly unknown[] = [
  TEXT,
  Array.from({ length: 500 }, (_, i) => ({ id: i, name: `name ${i}` })),
  new Uint8Array(100_000).fill(7),
  [new Uint8Array(10).fill(1), TEXT, new Float64Array(5000), new Date(0)],
  // More than Snappy keeps memory for.
  { large: new Uint8Array(3 * MEBIBYTE).map((_, i) => i >> 8) },
];

for (const kind of TRANSPORT_KINDS) {
  for (const compression of COMPRESSION_ALGORITHMS) {
    Deno.test(`${kind.name}: values are the same after ${compression}, in a tenth of the bytes`, async () => {
      const options = { compression };
      await using pair = await connectedPair(EchoService, {
        kind,
        client: options,
        server: options,
      });
      for (const value of VALUES) {
        assertSameValue(await pair.client.root.echo(value), value);
      }
      const values = await pair.client.batch((root) =>
        Promise.all(VALUES.map((value) => root.echo(value)))
      );
      assertSameValue(values, VALUES);
      const { sent, received } = pair.client.traffic;
      assertLess(sent.bytesOnWire, sent.bytes / 10);
      assertLess(received.bytesOnWire, received.bytes / 10);
      assertEquals(pair.server.traffic, { sent: received, received: sent });
    });
  }
}

Deno.test("each byte array has memory of its own, and is nothing but that", async () => {
  for (const compression of COMPRESSION_ALGORITHMS) {
    const options = { compression };
    await using pair = await connectedPair(EchoService, {
      client: options,
      server: options,
    });
    const sent = [10, 5000, 20_000].map((length) => new Uint8Array(length));
    const received = await pair.client.root.echo(sent);
    assert(Array.isArray(received));
    for (const [i, array] of received.entries()) {
      assert(array instanceof Uint8Array);
      assertEquals(array.constructor, Uint8Array);
      assertEquals(array.buffer.byteLength, sent[i].length);
    }
  }
});

Deno.test("streams and errors are compressed too, both ways", async () => {
  const options = { compression: "zstd" } as const;
  await using pair = await connectedPair(StreamService, {
    client: options,
    server: options,
  });
  const { root } = pair.client;
  assertEquals(
    await root.countBytes(new ByteSource(new StreamService().values(MEBIBYTE))),
    MEBIBYTE,
  );
  let length = 0;
  for await (const chunk of await root.bytes(MEBIBYTE)) length += chunk.length;
  assertEquals(length, MEBIBYTE);
  await assertRejects(() => pair.client.call(TEXT), TypeError, TEXT);
  const { sent, received } = pair.client.traffic;
  assertGreater(sent.bytes, MEBIBYTE);
  assertLess(sent.bytesOnWire, MEBIBYTE / 10);
  assertGreater(received.bytes, MEBIBYTE + TEXT.length);
  assertLess(received.bytesOnWire, MEBIBYTE / 10);
});

const NEGOTIATIONS: readonly {
  readonly own: Compression | undefined;
  readonly peer: number;
  readonly by: CompressionAlgorithm | undefined;
}[] = [
  { own: "zstd", peer: 0b100, by: "zstd" },
  { own: { algorithms: ["zstd", "snappy"] }, peer: 0b111, by: "zstd" },
  { own: { algorithms: ["snappy", "zstd"] }, peer: 0b111, by: "snappy" },
  { own: { algorithms: ["zstd", "snappy"] }, peer: 0b011, by: "snappy" },
  { own: "deflate", peer: 0b110, by: undefined },
  { own: "deflate", peer: 0, by: undefined },
  { own: undefined, peer: 0b111, by: undefined },
];

for (const { own, peer, by } of NEGOTIATIONS) {
  Deno.test(`${JSON.stringify(own)} to a peer with ${peer} compresses by ${by}`, async () => {
    const greeting = hello({ compressions: peer });
    const options = { service: EchoService, compression: own };
    await using pair = await greetedPair(options, TCP, greeting);
    await pair.peer.send(frameOf(["call", 1, 0, ["echo"], [TEXT]]));
    const { lengths, body } = await pair.peer.receiveBytes();
    const plain = frameOf(["result", 1, TEXT]).subarray(8);
    if (by === undefined) {
      assertEquals([lengths, body], [[plain.length, 0], plain]);
      return;
    }
    assertEquals(lengths, [0, body.length]);
    const algorithm = RAW_ALGORITHMS[body[0]];
    assertEquals(algorithm.name, by);
    const decompressed = algorithm.decompress(body.subarray(9), plain.length);
    assertEquals(new Uint8Array(decompressed), plain);
  });
}

Deno.test("a frame is compressed from the threshold on, if that makes it smaller", async () => {
  const threshold = frameOf(["result", 1, "x".repeat(300)]).length - 8;
  await using pair = await greetedPair(
    {
      service: EchoService,
      compression: { algorithms: ["snappy"], threshold },
    },
    TCP,
    hello({ compressions: ALL_COMPRESSIONS }),
  );
  const isCompressed = async (value: unknown) => {
    await pair.peer.send(frameOf(["call", 1, 0, ["echo"], [value]]));
    return (await pair.peer.receiveBytes()).lengths[0] === 0;
  };
  assertEquals(await isCompressed("x".repeat(299)), false);
  assertEquals(await isCompressed("x".repeat(300)), true);
  const random = crypto.getRandomValues(new Uint8Array(50_000));
  assertEquals(await isCompressed(random), false);
  const { sent } = pair.connection.traffic;
  assertGreater(sent.bytesOnWire, random.length);
});

Deno.test("without compression, as many bytes are sent as there are", async () => {
  await using pair = await connectedPair(EchoService);
  await pair.client.root.echo(TEXT);
  const { sent, received } = pair.client.traffic;
  assertEquals(sent.bytes, sent.bytesOnWire);
  assertEquals(received.bytes, received.bytesOnWire);
  assertEquals(
    received.bytes,
    frameOf(["result", 1, TEXT]).length,
  );
});

const CALL: Envelope = ["call", 1, 0, ["echo"], [TEXT, new Uint8Array(5000)]];

/** What is wrong with a compressed frame, and what its sender is told. */
const WRONG: Record<string, {
  readonly change: (right: RawCompressed) => RawCompressed;
  readonly says: string;
}> = {
  "cut short": {
    change: (it) => ({ ...it, compressed: it.compressed.slice(0, -9) }),
    says: "decompressed",
  },
  "noise": {
    change: (it) => ({ ...it, compressed: it.compressed.map((b) => b ^ 0x5a) }),
    says: "cannot be decompressed by",
  },
  "of nothing": {
    change: (it) => ({ ...it, compressed: new Uint8Array(0) }),
    says: "has nothing in it",
  },
  "of more than it says": {
    change: (it) => ({ ...it, attachmentsLength: 4999 }),
    says: "cannot be decompressed by",
  },
  "of less than it says": {
    change: (it) => ({ ...it, attachmentsLength: 5001 }),
    says: "decompressed",
  },
  "of no envelope": {
    change: (it) => ({
      ...it,
      envelopeLength: 0,
      attachmentsLength: it.envelopeLength + it.attachmentsLength,
    }),
    says: "has no envelope",
  },
  "divided elsewhere": {
    change: (it) => ({
      ...it,
      envelopeLength: it.envelopeLength + 1,
      attachmentsLength: it.attachmentsLength - 1,
    }),
    says: "envelope",
  },
  "larger than the limit": {
    change: (it) => ({ ...it, attachmentsLength: 20_000 }),
    says: "is larger than the limit of 20000",
  },
  "by another algorithm than it says": {
    change: (it) => ({ ...it, algorithm: (it.algorithm + 1) % 3 }),
    says: "cannot be decompressed by",
  },
  "by an algorithm that there is not": {
    change: (it) => ({ ...it, algorithm: 3 }),
    says: "compressed by algorithm 3, which this end did not offer",
  },
};

for (const [algorithm, { name }] of RAW_ALGORITHMS.entries()) {
  for (const [wrong, { change, says }] of Object.entries(WRONG)) {
    Deno.test(`a frame by ${name} ${wrong} ends the connection`, async () => {
      const told = await toldFor(change(rawCompressed(CALL, algorithm)), {
        algorithms: COMPRESSION_ALGORITHMS,
      });
      assertStringIncludes(told, says);
    });
  }

  Deno.test(`a bomb by ${name} costs no memory, and no one else notices`, async () => {
    await using server = await startServerProcess();
    const { port } = server;
    await using neighbour = await connect<ProcessService>({ port });
    const { root } = neighbour;
    const claimed = 10_000;
    const bomb = compressedFrame({
      algorithm,
      envelopeLength: 100,
      attachmentsLength: claimed - 100,
      compressed: RAW_ALGORITHMS[algorithm].compress(
        new Uint8Array(64 * MEBIBYTE),
      ),
    });
    for (let i = 0; i < 200; i++) await root.echo("warm up");
    const before = await root.memory();
    const bombers = Array.from({ length: 4 }, async () => {
      using peer = await RawPeer.connect(port);
      await peer.send(hello(), bomb);
      await peer.receiveHello();
      const told = await peer.receiveGoodbye();
      assertStringIncludes(told, `cannot be decompressed by ${name}`);
    });
    await Promise.all(bombers);
    assertEquals(await root.echo("still here"), "still here");
    assertLess(await root.memory() - before, 64 * MEBIBYTE);
  });

  Deno.test(`a frame by ${name} that was not offered ends the connection`, async () => {
    const frame = rawCompressed(CALL, algorithm);
    assertEquals(
      await toldFor(frame, undefined),
      "a frame is compressed, which this end did not offer",
    );
    const [other] = COMPRESSION_ALGORITHMS.filter((it) => it !== name);
    assertEquals(
      await toldFor(frame, other),
      `a frame is compressed by ${name}, which this end did not offer`,
    );
  });
}

Deno.test("Snappy's data that tells of another length, or none, is not decompressed", async () => {
  const right = rawCompressed(CALL, 1);
  for (
    const length of [[0xff, 0xff, 0xff, 0xff, 0x0f], [5], [0x80], [
      0xff,
      0xff,
      0xff,
      0xff,
      0xff,
      0x0f,
    ]]
  ) {
    const compressed = Uint8Array.of(...length, ...right.compressed.slice(2));
    assertStringIncludes(
      await toldFor({ ...right, compressed }, "snappy"),
      "cannot be decompressed by snappy: the data tells of another length",
    );
  }
});

Deno.test("a frame of more than 64 MiB is not decompressed, whatever the limit", async () => {
  const right = rawCompressed(CALL, 2);
  const claim = { ...right, attachmentsLength: 64 * MEBIBYTE };
  const limits = { frameSize: 2 ** 32 - 1 };
  assertStringIncludes(
    await toldFor(claim, "zstd", limits),
    `larger than the limit of ${64 * MEBIBYTE}`,
  );
});

/** What a raw peer is told for a compressed frame, before it is let go. */
async function toldFor(
  frame: RawCompressed,
  compression: Compression | undefined,
  limits = { frameSize: 20_000 },
): Promise<string> {
  await using pair = await greetedPair(
    { service: EchoService, compression, limits },
    TCP,
    hello({ compressions: ALL_COMPRESSIONS }),
  );
  await pair.peer.send(compressedFrame(frame));
  const goodbye = await pair.peer.receiveGoodbye();
  pair.peer[Symbol.dispose]();
  const lost = await pair.connection.closed;
  assert(lost instanceof ConnectionLostError);
  assertStringIncludes(lost.message, goodbye);
  return goodbye;
}

const REFUSED: readonly [Compression, string][] = [
  // @ts-expect-error: no such algorithm
  ["gzip", 'compression is "gzip"; it takes deflate, snappy, zstd'],
  [
    { algorithms: ["zstd"], threshold: 0 },
    "compression.threshold is 0; it takes a whole number of at least 1",
  ],
];

for (const [compression, says] of REFUSED) {
  Deno.test(`${JSON.stringify(compression)} is refused before a hello`, async () => {
    const pipe = new BytePipe();
    const opening = RpcConnection.open(pipe, { compression });
    const error = await assertRejects(() => opening, Error);
    assertEquals(error.message, says);
    assertEquals(pipe.written, []);
  });
}
