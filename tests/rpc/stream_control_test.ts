import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLess,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  CallTimeoutError,
  ConnectionLostError,
  type Remote,
  retain,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { eventually } from "./_eventually.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";

const MEBIBYTE = 1024 * 1024;

/** A source without an end that knows what became of it. */
class Source {
  pulls = 0;
  readonly ended = Promise.withResolvers<unknown>();

  /** Values of a kilobyte each. */
  async *generate(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        this.pulls++;
        yield new Uint8Array(1024);
      }
    } finally {
      this.ended.resolve("finally");
    }
  }

  /** Chunks of 64 KiB. */
  bytes(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      type: "bytes",
      pull: (controller) => {
        this.pulls++;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
      cancel: (reason) => this.ended.resolve(reason),
    });
  }
}

/** Hands out one source, and takes streams to do odd things with them. */
class Streams {
  static source: Source;
  static taken: ReadableStream<unknown> | undefined;

  generate(): AsyncIterable<Uint8Array> {
    return Streams.source.generate();
  }
  bytes(): ReadableStream<Uint8Array> {
    return Streams.source.bytes();
  }
  async later(gate: Remote<() => Promise<void>>): Promise<unknown> {
    await gate();
    return Streams.source.bytes();
  }
  ignore(_stream: ReadableStream<unknown>): string {
    return "not interested";
  }
  take(stream: ReadableStream<unknown>): string {
    Streams.taken = stream;
    return "taken";
  }
  async readOne(stream: ReadableStream<unknown>): Promise<void> {
    await stream[Symbol.asyncIterator]().next();
    await new Promise(() => {});
  }
  async readSome(stream: ReadableStream<unknown>): Promise<number> {
    let count = 0;
    for await (const _value of stream) if (++count === 3) break;
    return count;
  }
}

/** Waits until nothing moves any more. */
async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: a source is pulled no further than its reader lets it`, async () => {
    await using pair = await connectedPair(Streams, { kind });
    const { root } = pair.client;
    for (const name of ["generate", "bytes"] as const) {
      const source = Streams.source = new Source();
      const size = name === "generate" ? 1024 : 64 * 1024;
      const stream = await root[name]();
      // Nobody reads: what a short stream needs, and no more.
      await settled(() => source.pulls);
      assertLess(source.pulls * size, 0.5 * MEBIBYTE);
      const reader = stream.getReader();
      await reader.read();
      await settled(() => source.pulls);
      const ahead = source.pulls;
      assertLess(ahead * size, 10 * MEBIBYTE);
      for (let i = 0; i < 100; i++) await reader.read();
      await settled(() => source.pulls);
      assertLess((source.pulls - ahead) * size, 100 * size + 5 * MEBIBYTE);
      await reader.cancel();
      await source.ended.promise;
    }
  });

  Deno.test(`${kind.name}: a reader that cancels stops the source, at the other end`, async () => {
    await using pair = await connectedPair(Streams, { kind });
    const { root } = pair.client;
    Streams.source = new Source();
    for await (const _value of await root.generate()) break;
    assertEquals(await Streams.source.ended.promise, "finally");

    Streams.source = new Source();
    await (await root.bytes()).cancel("enough");
    assertEquals(await Streams.source.ended.promise, "enough");

    for (const name of ["generate", "bytes"] as const) {
      const source = new Source();
      assertEquals(await root.readSome(source[name]()), 3);
      await source.ended.promise;
    }
  });

  Deno.test(`${kind.name}: a lost connection ends a stream at both ends`, async () => {
    await using pair = await connectedPair(Streams, { kind });
    Streams.source = new Source();
    const reader = (await pair.client.root.bytes()).getReader();
    await reader.read();
    const uploaded = new Source();
    const upload = pair.client.root.readOne(uploaded.bytes());
    const lost = assertRejects(() => upload, ConnectionLostError);
    await pair.client.close();
    await lost;
    await assertRejects(async () => {
      while (!(await reader.read()).done);
    }, ConnectionLostError);
    for (const source of [Streams.source, uploaded]) {
      assertInstanceOf(await source.ended.promise, ConnectionLostError);
    }
  });
}

Deno.test("a reason that cannot be sent does not keep a source from being stopped", async () => {
  await using pair = await connectedPair(Streams);
  Streams.source = new Source();
  await (await pair.client.root.bytes()).cancel(Symbol("unsendable"));
  assertStringIncludes(String(await Streams.source.ended.promise), "a symbol");
});

Deno.test("a stream that a method did not begin to read is stopped with its call", async () => {
  await using pair = await connectedPair(Streams);
  const { root } = pair.client;
  for (const name of ["ignore", "take"] as const) {
    const source = new Source();
    await root[name](source.bytes());
    assertInstanceOf(await source.ended.promise, ReferenceError);
  }
  assert(Streams.taken !== undefined);
  const { taken } = Streams;
  await assertRejects(
    async () => await taken.getReader().read(),
    ReferenceError,
    "the stream was not read while the call lasted that it came with",
  );
});

Deno.test("a method may read a stream on after its call", async () => {
  class Later {
    static read: Promise<number>;
    take(numbers: ReadableStream<number>): void {
      Later.read = Array.fromAsync(numbers).then(({ length }) => length);
    }
  }
  await using pair = await connectedPair(Later);
  const numbers = Array.from({ length: 50_000 }, (_, i) => i);
  await pair.client.root.take(ReadableStream.from(numbers));
  assertEquals(await Later.read, 50_000);
});

Deno.test("a caller that gives up stops what it streams", async () => {
  await using pair = await connectedPair(Streams);
  const source = new Source();
  const controller = new AbortController();
  const mine = new Error("changed my mind");
  const call = pair.client.with({ signal: controller.signal })
    .readOne(source.bytes());
  const outcome = assertRejects(() => call);
  await eventually(() => source.pulls > 2);
  controller.abort(mine);
  assertStrictEquals(await outcome, mine);
  assertStrictEquals(await source.ended.promise, mine);

  const overdue = new Source();
  await assertRejects(
    () => pair.client.with({ timeout: 0.02 }).readOne(overdue.generate()),
    CallTimeoutError,
  );
  assertEquals(await overdue.ended.promise, "finally");
});

Deno.test("whoever reads what a caller streamed hears that it gave up", async () => {
  class Reader {
    static outcome: Promise<unknown>;
    read(values: ReadableStream<unknown>): Promise<unknown> {
      return Reader.outcome = Array.fromAsync(values).catch((error) => error);
    }
  }
  await using pair = await connectedPair(Reader);
  const controller = new AbortController();
  const endless = new ReadableStream({
    start: (stream) => stream.enqueue("first"),
  });
  const call = pair.client.with({ signal: controller.signal }).read(endless);
  const outcome = assertRejects(() => call);
  await eventually(() => Reader.outcome !== undefined);
  controller.abort(new RangeError("changed my mind"));
  await outcome;
  const heard = await Reader.outcome;
  assertInstanceOf(heard, RangeError);
  assertEquals(heard.message, "changed my mind");
});

Deno.test("a stream in an answer that nobody waits for is stopped", async () => {
  await using pair = await connectedPair(Streams);
  Streams.source = new Source();
  const gate = Promise.withResolvers<void>();
  const hasty = pair.client.with({ timeout: 0.02 });
  await assertRejects(() => hasty.later(() => gate.promise), CallTimeoutError);
  gate.resolve();
  assertInstanceOf(await Streams.source.ended.promise, ReferenceError);
});

Deno.test("a stream may be fed by a callback that outlives its call", async () => {
  class Ticker {
    ticks(
      next: Remote<() => Promise<number | undefined>>,
    ): AsyncIterable<number> {
      const kept = retain(next);
      return (async function* () {
        using _kept = kept;
        for (;;) {
          const tick = await kept();
          if (tick === undefined) return;
          yield tick;
        }
      })();
    }
  }
  await using pair = await connectedPair(Ticker);
  let n = 0;
  const ticks = await pair.client.root.ticks(() =>
    Promise.resolve(n < 5 ? n++ : undefined)
  );
  assertEquals(await Array.fromAsync(ticks), [0, 1, 2, 3, 4]);
  await eventually(() => pair.client.references.lent === 0);
});
