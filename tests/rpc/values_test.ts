import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { connectedPair } from "./_connected_pair.ts";
import { EchoService } from "./_echo_service.ts";
import { assertSameValue } from "./_same_value.ts";
import { VIEW_CLASSES } from "./_view_classes.ts";

/** From this many bytes on, a byte array leaves as an attachment. */
const LARGE = 4096;

const VALUES: Record<string, readonly unknown[]> = {
  "numbers": [
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    0.1,
    -1.5,
    5e-324,
    Number.MAX_VALUE,
    ...[23, 24, 255, 256, 65535, 65536, 2 ** 31, 2 ** 32, 2 ** 53].flatMap(
      (n) => [n - 1, n, n + 1, -n - 1, -n, 1 - n],
    ),
  ],
  "bigints": [
    0n,
    ...[8n, 31n, 32n, 53n, 63n, 64n, 65n, 128n, 4000n].flatMap((bits) =>
      [2n ** bits - 1n, 2n ** bits].flatMap((n) => [n, -n])
    ),
  ],
  "strings": [
    "",
    "a",
    "é€😀\0\u{10ffff}",
    // The codec takes other paths for other lengths and alphabets.
    ...[15, 16, 31, 32, 63, 64, 65, 139, 255, 256, 65535, 65536].flatMap(
      (length) => ["x", "é", "€", "😀"].map((text) => text.repeat(length)),
    ),
  ],
  "strings that begin with a byte order mark": [
    "\ufeff",
    `\ufeff${"x".repeat(100)}`,
    { [`\ufeff${"x".repeat(100)}`]: 1 },
    ["x".repeat(100) + "\ufeff"],
  ],
  "lone surrogates": [
    "\ud800",
    "\udc00 and \ud800",
    "a\ud800".repeat(50_000),
    { "\udfff": "\ud800" },
    new Map([["\ud800", "\udc00"]]),
    new Error("\ud800", { cause: "\udc00" }),
    /\ud800/,
  ],
  "booleans, null and undefined": [true, false, null, undefined],
  "arrays": [[], [[], [[]]], [1, "a", null, undefined, -0, 1n]],
  "plain objects": [
    {},
    { a: { b: { c: [] } } },
    { absent: undefined, nothing: null, zero: -0 },
    { 2: "b", 1: "a", z: 0, "": "empty", "a b": 1 },
    Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`key${i}`, i]),
    ),
  ],
  "objects with the keys of Object.prototype": [
    { constructor: 1, toString: 2, hasOwnProperty: 3, valueOf: 4, then: 5 },
    { constructor: { prototype: { polluted: true } } },
    Object.defineProperty({ a: 1 }, "__proto__", {
      value: { polluted: [-0] },
      enumerable: true,
    }),
    { length: 3, size: 1, tag: 0xa000, value: [] },
  ],
  "maps": [
    new Map(),
    new Map<unknown, unknown>([[1, "number"], ["1", "string"], [NaN, -0]]),
    new Map<unknown, unknown>([[{ a: 1 }, [1]], [[2], new Map([[1, 2]])]]),
    new Map([[undefined, null]]),
  ],
  "sets": [new Set(), new Set([1, "1", NaN, null, undefined, [1], [1]])],
  "dates": [new Date(0), new Date(-1), new Date(8.64e15), new Date(NaN)],
  "regular expressions": [
    /(?:)/,
    /a\/b[/]"\n/dgimsy,
    /\p{L}/v,
    new RegExp("", "u"),
  ],
  "errors": [
    new Error("plain"),
    new TypeError("with a cause", { cause: new RangeError("the cause") }),
    new Error("caused by a value", { cause: { deep: [1n] } }),
    new AggregateError([new Error("one"), "two", 3], "many", { cause: null }),
    new AggregateError([]),
    new DOMException("gone", "AbortError"),
    new Deno.errors.NotFound("no such file"),
    [new SyntaxError("a"), new URIError("b"), new EvalError("c")],
  ],
  "array buffers": [
    new ArrayBuffer(0),
    new Uint8Array([1, 2, 3]).buffer,
    bytes(LARGE).buffer,
  ],
  "byte arrays deep within values": [
    { a: [new Map([["b", new Set([bytes(LARGE), bytes(3), bytes(LARGE)])]])] },
    [bytes(LARGE - 1), bytes(LARGE), bytes(LARGE + 1), bytes(0)],
    new Error("with bytes", { cause: bytes(2 * LARGE) }),
    Array.from({ length: 100 }, (_, i) => bytes(i * 100)),
  ],
};

for (const [kind, values] of Object.entries(VALUES)) {
  Deno.test(`${kind} come back as they were sent`, async () => {
    await using pair = await connectedPair(EchoService);
    for (const value of values) {
      assertSameValue(await pair.client.root.echo(value), value);
    }
    assertSameValue(await pair.client.root.echo(values), values);
  });
}

for (const View of VIEW_CLASSES) {
  Deno.test(`a ${View.name} comes back as the bytes it shows`, async () => {
    await using pair = await connectedPair(EchoService);
    const itemSize = View.BYTES_PER_ELEMENT ?? 1;
    const memory = bytes(4 * LARGE).buffer;
    for (const size of [0, 8, LARGE - 8, LARGE, 2 * LARGE]) {
      for (const offset of [0, itemSize, 3 * itemSize]) {
        const sent = new View(memory, offset, size / itemSize);
        const received = await pair.client.root.echo(sent);
        assertSameValue(received, sent);
        // Not all of the memory that the sender's view is a part of.
        assert(ArrayBuffer.isView(received));
        assertEquals(received.buffer.byteLength, size);
      }
    }
  });
}

Deno.test("a node Buffer comes back as a Uint8Array", async () => {
  const { Buffer } = await import("node:buffer");
  await using pair = await connectedPair(EchoService);
  const received = await pair.client.root.echo(Buffer.from("abc"));
  assertSameValue(received, new TextEncoder().encode("abc"));
  assertStrictEquals(Object.getPrototypeOf(received), Uint8Array.prototype);
});

Deno.test("a view of resizable memory comes back as what it shows", async () => {
  await using pair = await connectedPair(EchoService);
  const memory = new ArrayBuffer(LARGE, { maxByteLength: 2 * LARGE });
  const view = new Uint8Array(memory, 16);
  view.fill(7);
  memory.resize(LARGE + 100);
  assertSameValue(await pair.client.root.echo(view), view.slice());
});

Deno.test("an object met twice is one object on the other side", async () => {
  await using pair = await connectedPair(EchoService);
  const shared = [1];
  const large = bytes(LARGE);
  const date = new Date(0);
  const error = new Error("once");
  const value = {
    arrays: [shared, shared],
    bytes: new Map([[large, large]]),
    inMap: new Map([[shared, { date, again: date }]]),
    inSet: new Set([date, error]),
    error: new Error("twice", { cause: error }),
    shortBytes: Array(2).fill(bytes(3)),
    ...Object.fromEntries([["constructor", shared]]),
  };
  assertSameValue(await pair.client.root.echo(value), value);
});

Deno.test("cycles through every container come back closed", async () => {
  await using pair = await connectedPair(EchoService);
  const array: unknown[] = [];
  array.push(array);
  const map = new Map<unknown, unknown>();
  map.set(map, [map]);
  const set = new Set<unknown>();
  set.add({ set });
  const error = new AggregateError([], "round");
  error.cause = { error };
  error.errors.push(error);
  const hidden = Object.defineProperty({}, "__proto__", {
    value: [],
    enumerable: true,
  });
  Object.getOwnPropertyDescriptor(hidden, "__proto__")?.value.push(hidden);
  const value = { array, map, set, error, hidden, self: {} };
  value.self = value;
  assertSameValue(await pair.client.root.echo(value), value);
});

Deno.test("an object shared by two arguments is one object", async () => {
  await using pair = await connectedPair(
    class Comparer {
      same(a: unknown, b: unknown): boolean {
        return a === b;
      }
    },
  );
  const shared = {};
  assertEquals(await pair.client.root.same(shared, shared), true);
  assertEquals(await pair.client.root.same({}, {}), false);
});

Deno.test("an object without a prototype comes back as a plain one", async () => {
  await using pair = await connectedPair(EchoService);
  const bare = Object.assign(Object.create(null), { a: 1 });
  const received = await pair.client.root.echo(bare);
  assertSameValue(received, { a: 1 });
  assertStrictEquals(Object.getPrototypeOf(received), Object.prototype);
});

Deno.test("an own __proto__ changes no prototype", async () => {
  await using pair = await connectedPair(EchoService);
  const received = await pair.client.root.echo(
    JSON.parse('{"__proto__": {"admin": true}}'),
  );
  assert(typeof received === "object" && received !== null);
  assertStrictEquals(Object.getPrototypeOf(received), Object.prototype);
  assertEquals("admin" in received, false);
  assertEquals("admin" in {}, false);
});

Deno.test("the holes of an array come back as undefined", async () => {
  await using pair = await connectedPair(EchoService);
  const sparse = [1];
  sparse[3] = 4;
  assertSameValue(await pair.client.root.echo(sparse), [
    1,
    undefined,
    undefined,
    4,
  ]);
});

Deno.test("the other end has values of its own", async () => {
  await using pair = await connectedPair(EchoService);
  const large = bytes(LARGE);
  const received = await pair.client.root.echo(large);
  assert(received instanceof Uint8Array);
  received.fill(0);
  assertEquals(large, bytes(LARGE));
});

/** Bytes of which no two neighbours are the same. */
function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));
}
