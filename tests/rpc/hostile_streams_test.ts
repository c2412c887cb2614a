import {
  assert,
  assertEquals,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import { eventually } from "./_eventually.ts";
import { frameOf, greetedPair, type RawPeer } from "./_raw_peer.ts";
import { rawFrame, rawStream } from "./_raw_values.ts";

/** Takes streams and hands them out, and says how much was pulled. */
class Streams {
  static pulled = 0;
  static outcome: Promise<unknown> | undefined;

  endless(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        Streams.pulled += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
  }
  async *values(): AsyncGenerator<Uint8Array> {
    for (;;) {
      Streams.pulled += 64 * 1024;
      yield new Uint8Array(64 * 1024);
    }
  }
  read(stream: ReadableStream<unknown>): void {
    Streams.outcome = Array.fromAsync(stream);
  }
  hold(_stream: ReadableStream<unknown>): Promise<never> {
    return new Promise(() => {});
  }
  echo(value: unknown): unknown {
    return value;
  }
}

async function lastWords(peer: RawPeer): Promise<unknown> {
  let last: readonly unknown[] = [];
  for (;;) {
    const envelope = await peer.receiveRaw();
    if (envelope === undefined) return last;
    last = envelope;
  }
}

for (const method of ["endless", "values"]) {
  Deno.test(`${method}: credit without end does not pull what the peer does not read`, async () => {
    Streams.pulled = 0;
    await using pair = await greetedPair({ service: Streams });
    const { peer, connection } = pair;
    await peer.send(
      frameOf(["call", 1, 0, [method], []]),
      frameOf(["credit", 1, 2 ** 53 - 1]),
      frameOf(["credit", 1, 2 ** 53 - 1]),
    );
    await eventually(() => Streams.pulled > 1e6);
    for (let before = -1; before !== Streams.pulled;) {
      before = Streams.pulled;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assertLess(Streams.pulled, 64 * 1024 * 1024);
    // Once the peer reads, it goes on.
    const { pulled } = Streams;
    for (let i = 0; i < 1000; i++) await peer.receiveRaw();
    await eventually(() => Streams.pulled > pulled);
    await connection.close();
  });
}

for (const bytes of [false, true]) {
  const kind = bytes ? "bytes" : "values";
  Deno.test(`a source of ${kind} that heeds no credit ends the connection`, async () => {
    await using pair = await greetedPair({ service: Streams });
    const { peer } = pair;
    await peer.send(
      rawFrame(["call", 1, 0, ["hold"], [rawStream(1, bytes)]]),
    );
    const chunk = frameOf(["chunk", 1, new Uint8Array(3000)]);
    for (let i = 0; i < 100; i++) await peer.send(chunk);
    assertEquals(await lastWords(peer), [
      "goodbye",
      "a stream has more on the way than it may",
    ]);
  });
}

Deno.test("a stream with the number of an open one ends the connection", async () => {
  await using pair = await greetedPair({ service: Streams });
  await pair.peer.send(
    rawFrame(["call", 1, 0, ["hold"], [rawStream(5)]]),
    rawFrame(["call", 2, 0, ["hold"], [rawStream(5)]]),
  );
  assertEquals(await lastWords(pair.peer), [
    "goodbye",
    "two streams have the number 5",
  ]);
});

Deno.test("one stream more than may be open ends the connection", async () => {
  await using pair = await greetedPair({
    service: Streams,
    limits: { callsInFlight: 10 },
  });
  const streams = Array.from({ length: 11 }, (_, i) => rawStream(i));
  await pair.peer.send(rawFrame(["call", 1, 0, ["hold"], [streams]]));
  assertEquals(await lastWords(pair.peer), [
    "goodbye",
    "more than 10 streams are open",
  ]);
});

Deno.test("what is said of streams that are not there is harmless", async () => {
  await using pair = await greetedPair({ service: Streams });
  const { peer } = pair;
  await peer.send(
    frameOf(["chunk", 7, [1, 2]]),
    frameOf(["chunk", 7, new Uint8Array(100_000)]),
    rawFrame(["bytes", 7, 5000], new Uint8Array(5000)),
    frameOf(["end", 7]),
    frameOf(["fail", 7, new Error("x")]),
    frameOf(["credit", 7, 100]),
    frameOf(["stop", 7, "enough"]),
    frameOf(["call", 1, 0, ["echo"], ["still here"]]),
  );
  assertEquals(await peer.receiveFrame(), ["result", 1, "still here"]);
});

Deno.test("a stream is over once, whatever its source says then", async () => {
  await using pair = await greetedPair({ service: Streams });
  const { peer } = pair;
  await peer.send(
    rawFrame(["call", 1, 0, ["read"], [rawStream(3)]]),
    frameOf(["chunk", 3, "only"]),
    frameOf(["end", 3]),
    frameOf(["fail", 3, new Error("x")]),
    frameOf(["chunk", 3, "late"]),
    frameOf(["end", 3]),
  );
  assertEquals(await peer.receiveFrame(), ["result", 1, undefined]);
  assertEquals(await Streams.outcome, ["only"]);
});

Deno.test("bytes among values, and values among bytes, do no harm", async () => {
  await using pair = await greetedPair({ service: Streams });
  const { peer } = pair;
  await peer.send(
    rawFrame(["call", 1, 0, ["read"], [rawStream(3, true)]]),
    frameOf(["chunk", 3, "text"]),
    frameOf(["chunk", 3, { length: 5 }]),
    frameOf(["chunk", 3, new Uint8Array(0)]),
    frameOf(["chunk", 3, new Uint8Array([1, 2])]),
    frameOf(["end", 3]),
  );
  assertEquals(await peer.receiveFrame(), ["result", 1, undefined]);
  assertEquals(await Streams.outcome, [new Uint8Array([1, 2])]);
  await peer.send(
    rawFrame(["call", 2, 0, ["read"], [rawStream(4)]]),
    rawFrame(["bytes", 4, 5000], new Uint8Array(5000)),
    frameOf(["end", 4]),
  );
  // Meanwhile it was given credit.
  while ((await peer.receiveFrame())?.[0] !== "result");
  assertEquals(await Streams.outcome, [new Uint8Array(5000)]);
});

const MALFORMED: readonly (readonly unknown[])[] = [
  ["bytes", 1, 10],
  ["bytes", -1, 0],
  ["bytes", 1],
  ["bytes", "1", 0],
  ["bytes", 1, 0, 0],
  ["chunk", 1],
  ["chunk", -1, 1],
  ["end"],
  ["end", 1, 1],
  ["fail", 1],
  ["credit", 1],
  ["credit", 1, -1],
  ["credit", 1, 0.5],
  ["credit", 1, Infinity],
  ["stop", 1],
  ["call", 1, 0, ["echo"], [rawStream(-1)]],
  ["call", 1, 0, ["echo"], [rawStream("1")]],
];
for (const envelope of MALFORMED) {
  Deno.test(`${Deno.inspect(envelope)} ends the connection`, async () => {
    await using pair = await greetedPair({ service: Streams });
    await pair.peer.send(rawFrame(envelope));
    const last = await lastWords(pair.peer);
    assert(Array.isArray(last));
    assertStringIncludes(String(last), "goodbye,an envelope is");
  });
}
