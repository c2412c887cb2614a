import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type Remote, RpcTarget } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { eventually } from "./_eventually.ts";
import { Random } from "./_random.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";

/** Gives streams, takes streams, and gives back those that it takes. */
class Streams {
  numbers(count: number): AsyncIterable<number> {
    return (async function* () {
      for (let i = 0; i < count; i++) yield i;
    })();
  }
  values(values: unknown[]): ReadableStream<unknown> {
    return ReadableStream.from(values);
  }
  bytes(length: number, chunk: number): ReadableStream<Uint8Array> {
    return byteStream(pattern(length), chunk);
  }
  async sum(numbers: ReadableStream<number>): Promise<number> {
    let sum = 0;
    for await (const n of numbers) sum += n;
    return sum;
  }
  async collect(values: ReadableStream<unknown>): Promise<unknown[]> {
    return await Array.fromAsync(values);
  }
  async upload(bytes: ReadableStream<Uint8Array>): Promise<Uint8Array> {
    return new Uint8Array(await new Response(bytes).arrayBuffer());
  }
  both(
    a: ReadableStream<number>,
    { b }: { b: ReadableStream<number> },
  ): { a: ReadableStream<number>; list: ReadableStream<number>[] } {
    return { a, list: [b] };
  }
  ignore(_stream: ReadableStream<unknown>): string {
    return "not interested";
  }
}

/** Bytes of which no two blocks are alike. */
function pattern(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i, 2654435761);
  return new Uint8Array(words.buffer, 0, length);
}

/** A byte stream of chunks of one size. */
function byteStream(
  bytes: Uint8Array<ArrayBuffer>,
  chunk: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      if (position >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(position, position + chunk));
      position += chunk;
    },
  });
}

async function bytesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: values stream in both directions, in order`, async () => {
    await using pair = await connectedPair(Streams, { kind });
    const { root } = pair.client;
    const expected = Array.from({ length: 20_000 }, (_, i) => i);
    assertEquals(await Array.fromAsync(await root.numbers(20_000)), expected);
    assertEquals(await root.sum(ReadableStream.from(expected)), 199_990_000);
    async function* generate() {
      yield* expected;
    }
    assertEquals(await root.sum(generate()), 199_990_000);
  });

  Deno.test(`${kind.name}: bytes stream in both directions, in order`, async () => {
    await using pair = await connectedPair(Streams, { kind });
    const { root } = pair.client;
    for (const [length, chunk] of [[1, 1], [100_000, 777], [5e6, 1 << 20]]) {
      const expected = pattern(length);
      const received = await bytesOf(
        asByteStream(await root.bytes(length, chunk)),
      );
      assertEquals(received, expected);
      assertEquals(await root.upload(byteStream(expected, chunk)), expected);
    }
  });
}

function asByteStream(
  stream: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(bytes, controller) {
        controller.enqueue(new Uint8Array(bytes));
      },
    }),
  );
}

Deno.test("streams lie within data, as arguments and as results", async () => {
  await using pair = await connectedPair(Streams);
  const { a, list } = await pair.client.root.both(
    ReadableStream.from([1, 2]),
    { b: ReadableStream.from([3, 4]) },
  );
  assertEquals(await Array.fromAsync(list[0]), [3, 4]);
  assertEquals(await Array.fromAsync(a), [1, 2]);
});

Deno.test("an empty stream ends at once", async () => {
  await using pair = await connectedPair(Streams);
  const { root } = pair.client;
  assertEquals(await Array.fromAsync(await root.numbers(0)), []);
  assertEquals(await Array.fromAsync(await root.bytes(0, 1)), []);
  assertEquals(await root.sum(ReadableStream.from([])), 0);
  assertEquals(
    await root.upload(byteStream(new Uint8Array(0), 1)),
    new Uint8Array(0),
  );
});

Deno.test("the values of a stream are all kinds of values", async () => {
  await using pair = await connectedPair(Streams);
  const values = [
    undefined,
    null,
    new Map([[1, new Set(["a"])]]),
    new Uint8Array(0),
    new Uint8Array(10_000).fill(7),
    new Float64Array([1.5]),
    2n ** 70n,
    [new Date(0), /x/g],
    new RangeError("as a value"),
  ];
  const { root } = pair.client;
  const back = await root.collect(await root.values(values));
  assertEquals(back.slice(0, -1), values.slice(0, -1));
  assertInstanceOf(back.at(-1), RangeError);
});

Deno.test("a chunk of 50 MB arrives whole", async () => {
  await using pair = await connectedPair(Streams);
  const expected = pattern(50e6);
  const uploaded = await pair.client.root.upload(byteStream(expected, 50e6));
  assertEquals(uploaded.length, expected.length);
  assert(equalBytes(uploaded, expected));
});

/** What `assertEquals` takes long for when there are many. */
function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

Deno.test("a reader may bring its own memory, of any size", async () => {
  await using pair = await connectedPair(Streams);
  const expected = pattern(300_001);
  const random = new Random(1);
  for (const chunk of [1000, 100_000]) {
    const stream = await pair.client.root.bytes(expected.length, chunk);
    const reader = stream.getReader({ mode: "byob" });
    const received = new Uint8Array(expected.length);
    let length = 0;
    for (;;) {
      const memory = new Uint8Array(1 + random.below(50_000));
      const { done, value } = await reader.read(memory);
      if (done) break;
      received.set(value, length);
      length += value.length;
    }
    assertEquals(length, expected.length);
    assert(equalBytes(received, expected));
  }
});

Deno.test("a generator may use its memory again for each value", async () => {
  await using pair = await connectedPair(Streams);
  const memory = new Uint8Array(64 * 1024);
  async function* generate() {
    for (let i = 0; i < 100; i++) yield memory.fill(i);
  }
  const received = await pair.client.root.collect(generate());
  assertEquals(received.length, 100);
  for (const [i, bytes] of received.entries()) {
    assert(bytes instanceof Uint8Array);
    assert(bytes.every((byte) => byte === i), `value ${i} has others' bytes`);
  }
});

Deno.test("many streams at once do not mix", async () => {
  await using pair = await connectedPair(Streams);
  const { root } = pair.client;
  await Promise.all(Array.from({ length: 50 }, async (_, i) => {
    const values = Array.from({ length: 300 }, (_, j) => [i, j]);
    const length = 50_000 + i;
    const [echoed, downloaded] = await Promise.all([
      root.values(values).then((it) => root.collect(it)),
      root.bytes(length, 1000 + i).then((it) => bytesOf(asByteStream(it))),
    ]);
    assertEquals(echoed, values);
    assertEquals(downloaded, pattern(length));
  }));
});

Deno.test("calls go on while streams run", async () => {
  await using pair = await connectedPair(Streams);
  const { root } = pair.client;
  const reader = (await root.numbers(1e6)).getReader();
  await reader.read();
  assertEquals(await root.ignore(ReadableStream.from([1])), "not interested");
  await reader.cancel();
});

Deno.test("references come in streams", async () => {
  class Item extends RpcTarget {
    readonly #n: number;
    constructor(n: number) {
      super();
      this.#n = n;
    }
    get n(): number {
      return this.#n;
    }
  }
  class Items {
    async *items(count: number): AsyncGenerator<Item> {
      for (let i = 0; i < count; i++) yield new Item(i);
    }
    async call(fs: ReadableStream<Remote<() => number>>): Promise<number> {
      let sum = 0;
      for await (const f of fs) sum += await f();
      return sum;
    }
  }
  await using pair = await connectedPair(Items);
  const { root } = pair.client;
  const read: number[] = [];
  for await (const item of await root.items(5)) {
    using held = item;
    read.push(await held.n);
  }
  assertEquals(read, [0, 1, 2, 3, 4]);
  const fs = [1, 2, 3].map((n) => () => n);
  assertEquals(await root.call(ReadableStream.from(fs)), 6);
});

Deno.test("references in values that nobody reads are given back", async () => {
  class Items {
    async *items(): AsyncGenerator<() => void> {
      for (;;) yield () => {};
    }
  }
  await using pair = await connectedPair(Items);
  const reader = (await pair.client.root.items()).getReader();
  const first = await reader.read();
  first.value?.[Symbol.dispose]();
  await eventually(() => pair.client.references.held > 100);
  await reader.cancel();
  await eventually(() => pair.server.references.lent === 0);
  assertEquals(pair.client.references.held, 0);
});

Deno.test("what a source throws meets its reader after the values before it", async () => {
  class Failing {
    async *values(count: number): AsyncGenerator<number> {
      for (let i = 0; i < count; i++) yield i;
      throw new RangeError("out of values");
    }
    bytes(): ReadableStream<Uint8Array> {
      let pulls = 0;
      return new ReadableStream({
        type: "bytes",
        pull(controller) {
          if (pulls++ === 3) throw new TypeError("out of bytes");
          controller.enqueue(new Uint8Array(1000));
        },
      });
    }
    async count(values: ReadableStream<unknown>): Promise<[number, string]> {
      let count = 0;
      try {
        for await (const _value of values) count++;
      } catch (error) {
        return [count, String(error)];
      }
      return [count, "complete"];
    }
  }
  await using pair = await connectedPair(Failing);
  const { root } = pair.client;
  let count = 0;
  const values = await root.values(1000);
  const error = await assertRejects(async () => {
    for await (const _value of values) count++;
  }, RangeError);
  assertEquals([count, error.message], [1000, "out of values"]);
  assert("remoteStack" in error);
  assertStringIncludes(String(error.remoteStack), "streams_test.ts");

  let bytes = 0;
  const stream = await root.bytes();
  await assertRejects(
    async () => {
      for await (const chunk of stream) bytes += chunk.length;
    },
    TypeError,
    "out of bytes",
  );
  assertEquals(bytes, 3000);

  async function* failing() {
    yield 1;
    yield 2;
    throw new Deno.errors.NotFound("out of files");
  }
  assertEquals(await root.count(failing()), [2, "NotFound: out of files"]);
});

Deno.test("a value that cannot be sent fails the stream, and stops its source", async () => {
  await using pair = await connectedPair(Streams);
  let stopped = false;
  async function* generate() {
    try {
      yield 1;
      yield { list: [Symbol("unsendable")] };
    } finally {
      stopped = true;
    }
  }
  await assertRejects(
    () => pair.client.root.collect(generate()),
    TypeError,
    "a value of the stream.list[0] is a symbol, which cannot be sent",
  );
  assertEquals(stopped, true);
});

Deno.test("a stream that is read already is a TypeError with the path to it", async () => {
  await using pair = await connectedPair(Streams);
  const { root } = pair.client;
  const locked = ReadableStream.from([1]);
  locked.getReader();
  await assertRejects(
    () => root.both(ReadableStream.from([1]), { b: locked }),
    TypeError,
    "both: argument 2.b is a stream that is read already, which cannot be sent",
  );
});

Deno.test("streams taken for a call that cannot be sent are cancelled", async () => {
  await using pair = await connectedPair(Streams);
  const cancelled = Promise.withResolvers<unknown>();
  const source = new ReadableStream({ cancel: cancelled.resolve });
  await assertRejects(
    () => pair.client.call("collect", [source, Symbol()]),
    TypeError,
  );
  assertInstanceOf(await cancelled.promise, Error);
});

Deno.test("a stream may be larger in pieces than the frames of its reader", async () => {
  await using pair = await connectedPair(Streams, {
    client: { limits: { frameSize: 4096 } },
    server: { limits: { frameSize: 8192 } },
  });
  const { root } = pair.client;
  const stream = await root.bytes(1e6, 1e6);
  assertEquals(await bytesOf(asByteStream(stream)), pattern(1e6));
  const uploaded = await root.upload(byteStream(pattern(4000), 4000));
  assertEquals(uploaded, pattern(4000));
  await assertRejects(
    () => root.collect(ReadableStream.from(["x".repeat(10_000)])),
    RangeError,
    "larger than the 8192 bytes that the other end accepts",
  );
});

Deno.test("one stream more than the other end takes is a RangeError", async () => {
  await using pair = await connectedPair(Streams, {
    server: { limits: { callsInFlight: 4 } },
    client: { limits: { callsInFlight: 4 } },
  });
  const { root } = pair.client;
  const streams = () =>
    Array.from({ length: 5 }, () => ReadableStream.from([1]));
  await assertRejects(
    () => pair.client.call("ignore", [streams()]),
    RangeError,
    "4 streams are open already, which is all that the other end accepts",
  );
  // Those that were taken for it count no more.
  for (let i = 0; i < 10; i++) {
    assertEquals(
      await pair.client.call("ignore", [streams().slice(1)]),
      "not interested",
    );
  }
  assertEquals(await root.sum(ReadableStream.from([1, 2])), 3);
});
