import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
} from "@std/assert";

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

class Vector {
  constructor(readonly x: number, readonly y: number) {}
}

class Secret {
  readonly #value: number;

  constructor(value: number) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }
}

function cycle(): object {
  const loop: { self?: object; list: unknown[] } = { list: [1] };
  loop.self = loop;
  loop.list.push(loop);
  return loop;
}

const EQUAL: Record<string, [unknown, unknown]> = {
  "the same primitives": ["text", "text"],
  "NaN": [NaN, NaN],
  "0 and -0": [0, -0],
  "0 and -0 inside": [{ list: [0] }, { list: [-0] }],
  "nested objects": [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2 }] } }],
  "keys in another order": [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  "a plain object and one without prototype": [
    { a: 1 },
    Object.assign(Object.create(null), { a: 1 }),
  ],
  "symbol keys": [{ [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 1 }],
  "instances of a class": [new Point(1, 2), new Point(1, 2)],
  "getters that say the same": [new Secret(1), new Secret(1)],
  "dates": [new Date(1000), new Date(1000)],
  "invalid dates": [new Date(NaN), new Date(NaN)],
  "regular expressions": [/a/g, /a/g],
  "addresses": [new URL("http://a.test"), new URL("http://a.test/")],
  "query strings": [new URLSearchParams("a=1"), new URLSearchParams("a=1")],
  "bytes": [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
  "floats with NaN and -0": [
    Float64Array.of(NaN, 0),
    Float64Array.of(NaN, -0),
  ],
  "buffers": [Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2).buffer],
  "sets in another order": [new Set([1, 2]), new Set([2, 1])],
  "sets of objects": [
    new Set([{ a: 1 }, { b: 2 }]),
    new Set([{ b: 2 }, { a: 1 }]),
  ],
  "maps in another order": [
    new Map([["a", [1]], ["b", [2]]]),
    new Map([["b", [2]], ["a", [1]]]),
  ],
  "maps with objects as keys": [
    new Map([[{ a: 1 }, 1]]),
    new Map([[{ a: 1 }, 1]]),
  ],
  "weak references": [new WeakRef({ a: 1 }), new WeakRef({ a: 1 })],
  "cycles": [cycle(), cycle()],
};

const UNEQUAL: Record<string, [unknown, unknown]> = {
  "a number and its text": [1, "1"],
  "null and undefined": [null, undefined],
  "another nested value": [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }],
  "a missing key and undefined": [{ a: undefined }, {}],
  "undefined under another key": [{ a: undefined }, { b: undefined }],
  "arrays of another length": [[1, 2], [1]],
  "a hole and undefined": [new Array(1), [undefined]],
  "an array and a plain object": [[1], { 0: 1 }],
  "another symbol key": [{ [Symbol("a")]: 1 }, { [Symbol("a")]: 1 }],
  "instances of other classes": [new Point(1, 2), new Vector(1, 2)],
  "an instance and a plain object": [new Point(1, 2), { x: 1, y: 2 }],
  "getters that say otherwise": [new Secret(1), new Secret(2)],
  "other dates": [new Date(1000), new Date(2000)],
  "other flags of regular expressions": [/a/g, /a/i],
  "other addresses": [new URL("http://a.test"), new URL("http://b.test")],
  "other bytes": [Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
  "bytes of another length": [Uint8Array.of(1), Uint8Array.of(1, 0)],
  "typed arrays of another type": [Uint8Array.of(1), Uint16Array.of(1)],
  "other buffers": [Uint8Array.of(1).buffer, Uint8Array.of(2).buffer],
  "other views of a buffer": [
    new DataView(Uint8Array.of(1).buffer),
    new DataView(Uint8Array.of(2).buffer),
  ],
  "other sets": [new Set([1, 2]), new Set([1, 3])],
  "sets of other objects": [new Set([{ a: 1 }]), new Set([{ a: 2 }])],
  "a set and a map": [new Set(), new Map()],
  "other values in a map": [new Map([["a", 1]]), new Map([["a", 2]])],
  "other keys in a map": [
    new Map([[{ a: 1 }, 1]]),
    new Map([[{ a: 2 }, 1]]),
  ],
  "errors with other messages": [new Error("a"), new Error("b")],
  "functions that do the same": [() => 1, () => 1],
};

for (const [what, [actual, expected]] of Object.entries(EQUAL)) {
  Deno.test(`assertEquals takes for equal: ${what}`, () => {
    assertEquals(actual, expected);
    assertEquals(expected, actual);
    assertThrows(() => assertNotEquals(actual, expected), AssertionError);
  });
}

for (const [what, [actual, expected]] of Object.entries(UNEQUAL)) {
  Deno.test(`assertEquals tells apart: ${what}`, () => {
    assertNotEquals(actual, expected);
    assertNotEquals(expected, actual);
    assertThrows(() => assertEquals(actual, expected), AssertionError);
  });
}

Deno.test("assertEquals refuses to compare what cannot be looked into", () => {
  assertThrows(() => assertEquals(new WeakMap(), new WeakMap()), TypeError);
  assertThrows(() => assertEquals(new WeakSet(), new WeakSet()), TypeError);
});

Deno.test("assertEquals says what differs and what the caller says", () => {
  const error = assertThrows(
    () => assertEquals({ first: 1, second: 2 }, { first: 1, second: 3 }, "why"),
    AssertionError,
    "Values are not equal: why",
  );

  assertStringIncludes(error.message, "second");
});

Deno.test("assertStrictEquals compares as Object.is does", () => {
  const object = {};

  assertStrictEquals(object, object);
  assertStrictEquals(NaN, NaN);
  assertThrows(() => assertStrictEquals(0, -0), AssertionError);
  assertThrows(
    () => assertStrictEquals({}, {}, "why"),
    AssertionError,
    "not reference-equal",
  );
  assertThrows(
    () => assertStrictEquals(1, 2, "why"),
    AssertionError,
    "Values are not strictly equal: why",
  );
});

Deno.test("assert takes what is truthy", () => {
  assert("text");
  assertThrows(() => assert(0, "why"), AssertionError, "why");
});

Deno.test("assert, assertExists and assertInstanceOf narrow types", () => {
  const text: string | undefined = ["text"].at(0);
  assertExists(text);
  const length: number = text.length;

  const thing: unknown = new Point(1, 2);
  assertInstanceOf(thing, Point);
  const x: number = thing.x;

  const value: unknown = 5;
  assert(typeof value === "number");
  const number: number = value;

  const strict: unknown = "a";
  assertStrictEquals<"a">(strict, "a");
  const letter: "a" = strict;

  assertEquals([length, x, number, letter], [4, 1, 5, "a"]);
});

Deno.test("assertExists takes what is falsy but there", () => {
  for (const value of [0, "", false, NaN]) assertExists(value);
  assertThrows(() => assertExists(null), AssertionError, "null");
  assertThrows(() => assertExists(undefined, "why"), AssertionError, ": why");
});

Deno.test("assertInstanceOf takes subclasses and nothing else", () => {
  assertInstanceOf(new TypeError(), Error);
  for (const value of [null, undefined, 1, {}, Point, new Vector(1, 2)]) {
    assertThrows(
      () => assertInstanceOf(value, Point),
      AssertionError,
      `Expected object to be an instance of "Point"`,
    );
  }
});

Deno.test("assertMatch and assertStringIncludes look inside a text", () => {
  assertMatch("a 12 b", /\d+/);
  assertThrows(
    () => assertMatch("a", /\d/, "why"),
    AssertionError,
    `Expected actual: "a" to match: "/\\d/": why`,
  );
  assertStringIncludes("a 12 b", "12");
  assertThrows(
    () => assertStringIncludes("a", "12", "why"),
    AssertionError,
    `Expected actual: "a" to contain: "12": why`,
  );
});

Deno.test("assertAlmostEquals allows a ten-millionth, or what it is told", () => {
  assertAlmostEquals(0.1 + 0.2, 0.3);
  assertAlmostEquals(-100, -100.000001);
  assertAlmostEquals(Infinity, Infinity);
  assertAlmostEquals(NaN, NaN);
  assertAlmostEquals(1, 1.5, 0.5);
  assertThrows(() => assertAlmostEquals(1, 1.001), AssertionError);
  assertThrows(() => assertAlmostEquals(1, NaN), AssertionError);
  assertThrows(() => assertAlmostEquals(1, Infinity), AssertionError);
  assertThrows(() => assertAlmostEquals(1, 2, 0.5, "why"), Error, ": why");
});

Deno.test("assertGreater and its kin compare", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(1n, 1n);
  assertLess("a", "b");
  assertLessOrEqual(1, 1);
  assertThrows(() => assertGreater(1, 1), AssertionError, "Expect 1 > 1");
  assertThrows(() => assertGreaterOrEqual(0, 1), Error, "Expect 0 >= 1");
  assertThrows(() => assertLess(1, 1), AssertionError, "Expect 1 < 1");
  assertThrows(() => assertLessOrEqual(2, 1), Error, "Expect 2 <= 1");
  assertThrows(() => assertLess(NaN, 1, "why"), AssertionError, "why");
});

Deno.test("fail fails", () => {
  assertThrows(() => fail(), AssertionError, "Failed assertion.");
  assertThrows(() => fail("why"), AssertionError, "Failed assertion: why");
});

Deno.test("AssertionError is an error with a name and a cause", () => {
  const error = new AssertionError("message", { cause: "cause" });

  assertInstanceOf(error, Error);
  assertEquals([error.name, error.message, error.cause], [
    "AssertionError",
    "message",
    "cause",
  ]);
});

function raise(reason: unknown): never {
  throw reason;
}

Deno.test("assertThrows returns what was thrown", () => {
  const error = new RangeError("too far");

  const narrowed: RangeError = assertThrows(() => raise(error), RangeError);
  assertStrictEquals(narrowed, error);
  assertStrictEquals(assertThrows(() => raise("text")), "text");
  assertStrictEquals(assertThrows(() => raise(error), Error, "far"), error);
  assertThrows(
    () => raise(new Error("\u001b[31mred\u001b[39m text")),
    Error,
    "red text",
  );
});

Deno.test("assertThrows fails on anything but the expected error", () => {
  const failing: [() => unknown, string][] = [
    [() => assertThrows(() => 1), "Expected function to throw."],
    [() => assertThrows(() => 1, "why"), "Expected function to throw: why"],
    [() => assertThrows(() => 1, Error, "", "why"), "to throw: why"],
    [
      () => assertThrows(() => raise("text"), Error),
      "A non-Error object was thrown.",
    ],
    [
      () => assertThrows(() => raise(new TypeError()), RangeError),
      `Expected error to be instance of "RangeError", but was "TypeError".`,
    ],
    [
      () => assertThrows(() => raise(new Error("far")), Error, "near", "why"),
      `Expected error message to include "near", but got "far": why`,
    ],
  ];

  for (const [check, message] of failing) {
    assertThrows(check, AssertionError, message);
  }
});

Deno.test("assertRejects resolves to the reason", async () => {
  const error = new RangeError("too far");
  const reject = () => Promise.reject(error);

  const narrowed: RangeError = await assertRejects(reject, RangeError, "far");
  assertStrictEquals(narrowed, error);
  assertStrictEquals(await assertRejects(reject), error);
  assertEquals(await assertRejects(() => Promise.reject("text")), "text");
});

Deno.test("assertRejects fails on anything but the expected reason", async () => {
  const failing: [() => Promise<unknown>, string][] = [
    [
      () => assertRejects(() => Promise.resolve(), "why"),
      "Expected function to reject: why",
    ],
    [
      () => assertRejects(() => raise(new Error("now"))),
      "Function throws when expected to reject.",
    ],
    [
      () => assertRejects(() => Promise.reject("text"), Error),
      "A non-Error object was rejected.",
    ],
    [
      () => assertRejects(() => Promise.reject(new TypeError()), RangeError),
      `Expected error to be instance of "RangeError", but was "TypeError".`,
    ],
    [
      () =>
        assertRejects(() => Promise.reject(new Error("far")), Error, "near"),
      `Expected error message to include "near", but got "far".`,
    ],
  ];

  for (const [check, message] of failing) {
    await assertRejects(check, AssertionError, message);
  }
});
