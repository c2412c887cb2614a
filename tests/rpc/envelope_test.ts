import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertThrows,
} from "@std/assert";
import { Encoder, Tag } from "cbor-x/index-no-eval";
import { decodeEnvelope } from "../../rpc/decode_envelope.ts";
import { encodeEnvelope } from "../../rpc/encode_envelope.ts";
import type { Envelope } from "../../rpc/envelope.ts";
import { ProtocolError } from "../../rpc/errors.ts";
import { completeLimits } from "../../rpc/limits.ts";
import { Random } from "./_random.ts";

const LIMITS = completeLimits();
const cbor = new Encoder({ useRecords: false, tagUint8Array: false });

// What the tags mean is the protocol: a change of them breaks old peers.
const MAP = 0xa000,
  SET = 0xa001,
  DATE = 0xa002,
  REGEXP = 0xa003,
  ERROR = 0xa004,
  BINARY = 0xa005,
  ATTACHMENT = 0xa006,
  LARGE_INTEGER = 0xa007,
  NEGATIVE_ZERO = 0xa008,
  UTF16_TEXT = 0xa009,
  ENTRIES = 0xa00a,
  SEEN_BEFORE = 0xa00b;

function decodeValue(value: unknown, attachmentsLength = 0): unknown {
  const bytes = cbor.encode(["result", 1, value]);
  return decodeEnvelope(bytes, attachmentsLength, LIMITS).envelope[2];
}

Deno.test("a value on the wire is what it was when the protocol was made", () => {
  assertEquals(decodeValue(new Tag([1, 2], MAP)), new Map([[1, 2]]));
  assertEquals(decodeValue(new Tag([1, 2], SET)), new Set([1, 2]));
  assertEquals(decodeValue(new Tag(5, DATE)), new Date(5));
  assertEquals(decodeValue(new Tag(["a", "g"], REGEXP)), /a/g);
  const error = new Tag(["RangeError", "RangeError", "m", "s"], ERROR);
  assertInstanceOf(decodeValue(error), RangeError);
  const binary = new Tag([3, new Uint8Array([1, 2])], BINARY);
  assertEquals(decodeValue(binary), new Uint16Array([513]));
  assertEquals(decodeValue(new Tag([0, 9], ATTACHMENT), 9), new Uint8Array(9));
  assertEquals(decodeValue(new Tag("-ff", LARGE_INTEGER)), -255n);
  assert(Object.is(decodeValue(new Tag(0, NEGATIVE_ZERO)), -0));
  const text = new Tag(new Uint8Array([0, 0xd8]), UTF16_TEXT);
  assertEquals(decodeValue(text), "\ud800");
  assertEquals(decodeValue(new Tag(["a", 1], ENTRIES)), { a: 1 });
  const shared = decodeValue([[1], new Tag(1, SEEN_BEFORE)]);
  assertEquals(shared, [[1], [1]]);
});

const MALFORMED: Record<string, unknown> = {
  "a map with half an entry": new Tag([1, 2, 3], MAP),
  "a map of no list": new Tag(1, MAP),
  "a set of no list": new Tag("abc", SET),
  "a date of text": new Tag("2020-01-01", DATE),
  "a pattern that is none": new Tag(["(", ""], REGEXP),
  "a pattern with unknown flags": new Tag(["a", "x"], REGEXP),
  "a pattern of numbers": new Tag([1, 2], REGEXP),
  "a pattern of nothing": new Tag([], REGEXP),
  "an error of three parts": new Tag(["Error", "Error", ""], ERROR),
  "an error of numbers": new Tag([1, 2, 3, 4], ERROR),
  "binary data of text": new Tag([0, "abc"], BINARY),
  "binary data of an unknown kind": new Tag([99, new Uint8Array(1)], BINARY),
  "binary data of a negative kind": new Tag([-1, new Uint8Array(1)], BINARY),
  "binary data of half a kind": new Tag([0.5, new Uint8Array(1)], BINARY),
  "half a 16-bit number": new Tag([3, new Uint8Array(3)], BINARY),
  "an integer of text": new Tag("12 monkeys", LARGE_INTEGER),
  "an integer of nothing": new Tag("-", LARGE_INTEGER),
  "an integer with a prefix": new Tag("0x1", LARGE_INTEGER),
  "half a character": new Tag(new Uint8Array(3), UTF16_TEXT),
  "text of a number": new Tag(1, UTF16_TEXT),
  "entries without a value": new Tag(["a"], ENTRIES),
  "entries named by numbers": new Tag([1, 2], ENTRIES),
  "a reference to what comes": [new Tag(5, SEEN_BEFORE)],
  "a negative reference": [new Tag(-1, SEEN_BEFORE)],
  "a reference to half": [new Tag(0.5, SEEN_BEFORE)],
  "a reference by name": [new Tag("length", SEEN_BEFORE)],
  "the first unknown tag": new Tag([], SEEN_BEFORE + 1),
  "the last unknown tag": new Tag([], MAP - 1),
  "a date of CBOR's own": new Tag(0, 1),
  "a big number of CBOR's own": new Tag(new Uint8Array(1), 2),
  "a shared value of CBOR's own": new Tag([1], 28),
  "a regular expression of CBOR's own": new Tag(["RegExp", "a"], 27),
  "packed strings of the codec": new Tag([["a"], [], [], 1], 51),
  "a record of the codec": new Tag([0xe000, ["a"], 1], 0xdfff),
  "bundled strings of the codec": new Tag([1, "a"], 0xdff9),
  "an attachment that is not there": new Tag([0, 1], ATTACHMENT),
  "an attachment of less than nothing": new Tag([0, -1], ATTACHMENT),
  "an attachment of no number": new Tag([0, NaN], ATTACHMENT),
  "an attachment without a length": new Tag([0], ATTACHMENT),
  "an attachment of half a byte": new Tag([0, 0.5], ATTACHMENT),
};

for (const [name, value] of Object.entries(MALFORMED)) {
  Deno.test(`${name} is a ProtocolError`, () => {
    assertThrows(() => decodeValue(value), ProtocolError);
  });
}

Deno.test("attachments must be just what the values say", () => {
  const two = [new Tag([0, 5000], ATTACHMENT), new Tag([13, 5000], ATTACHMENT)];
  assertEquals(decodeValue(two, 10_000), [
    new Uint8Array(5000),
    new ArrayBuffer(5000),
  ]);
  for (const length of [0, 4999, 5000, 9999, 10_001, 2 ** 31]) {
    assertThrows(() => decodeValue(two, length), ProtocolError);
  }
  assertThrows(() => decodeValue("none", 1), ProtocolError);
  // Before any memory is set aside for it.
  const claim = [new Tag([0, 2 ** 31], ATTACHMENT)];
  assertThrows(
    () => decodeValue(claim, 5000),
    ProtocolError,
    "an attachment's length",
  );
  const halves = [new Tag([0, 0.5], ATTACHMENT), new Tag([0, 0.5], ATTACHMENT)];
  assertThrows(() => decodeValue(halves, 1), ProtocolError);
  const negative = [
    new Tag([0, 20_000], ATTACHMENT),
    new Tag([0, -10_000], ATTACHMENT),
  ];
  assertThrows(() => decodeValue(negative, 10_000), ProtocolError);
});

const NO_ENVELOPES: readonly unknown[] = [
  null,
  0,
  "call",
  {},
  [],
  ["call"],
  ["call", 1, "m"],
  ["call", 1, 0, ["m"]],
  ["call", 1, 0, ["m", 1], []],
  ["call", 1, 0.5, ["m"], []],
  ["call", 1, 0, ["m"], {}],
  ["call", 1, 2, []],
  ["call", 1, "0", ["m"], []],
  ["call", "1", 0, ["m"], []],
  ["call", -1, 0, ["m"], []],
  ["call", 0.5, 0, ["m"], []],
  ["call", NaN, 0, ["m"], []],
  ["call", 2 ** 53, 0, ["m"], []],
  ["call", 1n, 0, ["m"], []],
  ["call", 1, 0, ["m"], [], 0],
  ["call", 1, 0, new Tag([], SET), []],
  ["call", 1, 0, [new Tag(new Uint8Array(2), UTF16_TEXT)], []],
  ["call", 1, 0, ["m"], new Tag([], SET)],
  ["result", 1],
  ["result", 1, 2, 3, 4],
  ["result", null, 1],
  ["error", 1],
  ["cancel"],
  ["cancel", 1, 1],
  ["cancel", "1"],
  ["goodbye"],
  ["goodbye", 1],
  ["goodbye", "a", "b"],
  ["hello", 1],
  ["constructor", 1, 1],
  ["get", 1, 0, ["m"]],
  ["get", 1, 0, 5, []],
  ["set", 1, 2 ** 53, ["m"], [1]],
  ["obtain", 1, 0, [], [], 5],
  ["obtain", 1, 0, [], [], "trace", 1],
  ["batch", 1],
  ["batch", ["cancel", 1]],
  ["batch", ["batch"]],
  ["batch", ["call", 1, 0, ["m"], []], ["result", 1, 1]],
  ["chunk", 1],
  ["chunk", -1, 1],
  ["end", 0.5],
  ["fail", 1],
  ["credit", 1, -1],
  ["stop", 1],
  ["release", 1],
  ["release", [1]],
  ["release", [1, -1]],
  ["release", [[], []]],
  [["call"], 1, 0, ["m"], []],
  { 0: "cancel", 1: 1, length: 2 },
];

for (const envelope of NO_ENVELOPES) {
  Deno.test(`${Deno.inspect(envelope)} is no envelope`, () => {
    const bytes = cbor.encode(envelope);
    assertThrows(() => decodeEnvelope(bytes, 0, LIMITS), ProtocolError);
  });
}

const NOT_OURS: Record<string, readonly number[]> = {
  "nothing": [],
  "an array without an end": [0x9f, 0xff],
  "text without an end": [0x83, 0x7f, 0x61, 0x61, 0xff, 0x01, 0xf6],
  "a reserved length": [0x9c],
  "a break where none can be": [0xff],
  "an unknown simple value": [
    0x83,
    0x66,
    0x72,
    0x65,
    0x73,
    0x75,
    0x6c,
    0x74,
    0x01,
    0xf0,
  ],
  "a simple value of two bytes": [
    0x83,
    0x66,
    0x72,
    0x65,
    0x73,
    0x75,
    0x6c,
    0x74,
    0x01,
    0xf8,
    0xff,
  ],
  "bytes after the end": [...cbor.encode(["cancel", 1]), 0x00],
  "a key that is an array": [0xa1, 0x80, 0x01],
};

for (const [name, bytes] of Object.entries(NOT_OURS)) {
  Deno.test(`${name} is a ProtocolError`, () => {
    const envelope = Uint8Array.from(bytes);
    assertThrows(() => decodeEnvelope(envelope, 0, LIMITS), ProtocolError);
  });
}

Deno.test("a map key of __proto__ changes no prototype", () => {
  const key = [0x69, ...new TextEncoder().encode("__proto__")];
  const value = [0xa1, ...key, 0xa1, 0x61, 0x61, 0xf5];
  const head = [...cbor.encode(["result", 1, 0])].slice(0, -1);
  const bytes = Uint8Array.from([...head, ...value]);
  const received = decodeEnvelope(bytes, 0, LIMITS).envelope[2];
  assert(typeof received === "object" && received !== null);
  assertEquals(Object.getPrototypeOf(received), Object.prototype);
});

Deno.test("no beginning of an envelope is one", () => {
  for (const envelope of SAMPLES) {
    const { bytes, attachments } = encodeEnvelope(envelope, LIMITS);
    const length = attachments.reduce((sum, { length }) => sum + length, 0);
    decodeEnvelope(bytes, length, LIMITS);
    for (let end = 0; end < bytes.length; end++) {
      assertThrows(
        () => decodeEnvelope(bytes.slice(0, end), length, LIMITS),
        ProtocolError,
      );
    }
  }
});

Deno.test("whatever comes is an envelope or a ProtocolError", () => {
  const random = new Random(1);
  let decoded = 0, refused = 0;
  for (let round = 0; round < 30_000; round++) {
    const { bytes, attachments } = encodeEnvelope(random.pick(SAMPLES), LIMITS);
    const changed = bytes.slice();
    for (let i = random.below(4); i >= 0; i--) {
      changed[random.below(changed.length)] = random.below(256);
    }
    const length = attachments.reduce((sum, { length }) => sum + length, 0);
    try {
      decodeEnvelope(changed, length, LIMITS);
      decoded++;
    } catch (error) {
      assertInstanceOf(error, ProtocolError, `in round ${round}`);
      refused++;
    }
  }
  // Both must have been tried for the test to mean anything.
  assert(decoded > 1000 && refused > 1000, `${decoded} and ${refused}`);
});

const cycle: unknown[] = [];
cycle.push(cycle, new Map([[cycle, new Set([cycle])]]));

const SAMPLES: readonly Envelope[] = [
  ["call", 1, 0, ["add"], [1, 2]],
  ["call", 70_000, 0, ["echo"], [{ a: [null, undefined, true, -0.5, "text"] }]],
  ["call", 2, 0, ["upload"], [new Uint8Array(5000), new Uint8Array(10)]],
  ["result", 3, [new Date(0), /a/g, -0, 2n ** 80n, "\ud800", cycle]],
  ["result", 4, JSON.parse('{"__proto__": {"a": 1}, "b": [1, 2, 3]}')],
  ["result", 5, [new Float64Array(3), new Int16Array(4000)]],
  ["error", 6, new TypeError("wrong", { cause: new AggregateError([1]) })],
  ["cancel", 7],
  ["goodbye", "so long"],
  ["get", 8, 3, ["orders", "0", "total"], []],
  ["set", 9, 70_000, ["name"], [new Map([[1, "\ud800"]])]],
  ["obtain", 10, 0, [], [], "00-0af7651916cd43dd8448eb211c80319c-b7-01"],
  [
    "batch",
    ["call", 11, 0, ["a"], [new Uint8Array(5000)]],
    ["call", 12, -11, ["b"], [new Date(0), new Uint16Array(3000)]],
  ],
  ["result", 13, { a: [1] }, { spans: [1, 2] }],
  ["chunk", 14, [new Set([1]), new Uint8Array(10)]],
  ["end", 15],
  ["fail", 16, new RangeError("out of values")],
  ["credit", 17, 65_536],
  ["stop", 18, "enough"],
  ["release", [1, 1, 70_000, 2]],
];
