import { codec, ITEMS_OF_REQUEST, NO_ATTACHMENTS } from "./codec.ts";
import type { Envelope, Request } from "./envelope.ts";
import { HEADER_LENGTH } from "./frame.ts";
import type { Limits } from "./limits.ts";
import { NOTHING_PASSED, type Passed, type Passing } from "./passing.ts";
import { ATTACHMENT_THRESHOLD, isPlain, ValuePacker } from "./value_packer.ts";

/** `"batch"` as CBOR. */
const BATCH = codec.encode("batch").slice();

/** An envelope as bytes, and what goes with it. */
export interface EncodedEnvelope {
  readonly bytes: Uint8Array;
  /** The byte arrays that follow it. */
  readonly attachments: readonly Uint8Array[];
  /** What was passed by reference, to be taken back if it is never sent. */
  readonly passed: Passed;
  /** How many items of arrays and maps it has, as limits count them. */
  readonly items: number;
}

/**
 * Encodes an envelope for a peer with the given limits. What passes by reference
 * does so through `passing`; without it, nothing does.
 *
 * @throws {TypeError} for a value that cannot be sent, naming the path to it.
 * @throws {RangeError} for a value that the peer would not accept.
 */
export function encodeEnvelope(
  envelope: Envelope,
  limits: Limits,
  passing?: Passing,
): EncodedEnvelope {
  if (envelope[0] === "batch") {
    const [, ...requests] = envelope;
    return joinRequests(
      requests.map((it) => encodeEnvelope(it, limits, passing)),
      limits,
    );
  }
  const items = plainItems(envelope);
  if (items <= limits.itemCount) {
    const bytes = codec.encode(envelope);
    requireSize(bytes, NO_ATTACHMENTS, limits);
    return {
      bytes,
      attachments: NO_ATTACHMENTS,
      passed: NOTHING_PASSED,
      items,
    };
  }
  const packer = new ValuePacker(limits, passing);
  try {
    const bytes = codec.encode(packEnvelope(envelope, packer));
    const { attachments, passed } = packer;
    const items = packer.items + ITEMS_OF_REQUEST;
    requireSize(bytes, attachments, limits);
    return { bytes, attachments, passed, items };
  } catch (error) {
    passing?.takeBack(packer.passed);
    throw error;
  }
}

/**
 * How many items an envelope has that is itself on the wire, without packing;
 * `Infinity` for one that is not. By far the most are.
 */
function plainItems(envelope: Envelope): number {
  switch (envelope[0]) {
    case "call":
    case "get":
    case "set":
    case "obtain": {
      const args = envelope[4];
      return args.every(isPlain)
        ? args.length + lengthOf(envelope[3]) + ITEMS_OF_REQUEST
        : Infinity;
    }
    case "result":
    case "error":
      return envelope.length === 3 && isPlain(envelope[2]) ? 0 : Infinity;
    case "chunk":
    case "fail":
    case "stop":
      return isPlain(envelope[2]) ? 0 : Infinity;
    case "release":
      return envelope[1].length;
    default:
      return 0;
  }
}

/** Encodes a piece of a byte stream; it leaves from the caller's memory if it is large. */
export function encodeStreamBytes(
  stream: number,
  piece: Uint8Array,
  limits: Limits,
): EncodedEnvelope {
  if (piece.length < ATTACHMENT_THRESHOLD) {
    return encodeEnvelope(["chunk", stream, piece], limits);
  }
  const bytes = codec.encode(["bytes", stream, piece.length]);
  return { bytes, attachments: [piece], passed: NOTHING_PASSED, items: 0 };
}

/**
 * Puts requests that are encoded already into one envelope.
 *
 * @throws {RangeError} if the peer would not accept it.
 */
export function joinRequests(
  requests: readonly EncodedEnvelope[],
  limits: Limits,
): EncodedEnvelope {
  const length = requests.length + 1;
  const parts = [
    arrayHeader(length),
    BATCH,
    ...requests.map(({ bytes }) => bytes),
  ];
  const items = requests.reduce((sum, { items }) => sum + items, length);
  if (items > limits.itemCount) {
    throw new RangeError(
      `a batch of ${requests.length} calls has ${items} items; the other end accepts ${limits.itemCount}`,
    );
  }
  const bytes = concatenate(parts);
  const attachments = requests.flatMap(({ attachments }) => attachments);
  requireSize(bytes, attachments, limits);
  const passed = {
    references: requests.flatMap(({ passed }) => passed.references),
    streams: requests.flatMap(({ passed }) => passed.streams),
  };
  return { bytes, attachments, passed, items };
}

/** The beginning of an array in CBOR. */
function arrayHeader(length: number): Uint8Array {
  const header = new Uint8Array(5);
  header[0] = 0x9a;
  new DataView(header.buffer).setUint32(1, length);
  return header;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** The bytes of a frame on the wire, with its header. */
export function sizeOnWire(
  { bytes, attachments }: Pick<EncodedEnvelope, "bytes" | "attachments">,
): number {
  let size = HEADER_LENGTH + bytes.length;
  for (const { length } of attachments) size += length;
  return size;
}

function requireSize(
  bytes: Uint8Array,
  attachments: readonly Uint8Array[],
  limits: Limits,
): void {
  const size = sizeOnWire({ bytes, attachments }) - HEADER_LENGTH;
  if (size <= limits.frameSize) return;
  throw new RangeError(
    `a message of ${size} bytes is larger than the ${limits.frameSize} bytes that the other end accepts`,
  );
}

function packEnvelope(
  envelope: Exclude<Envelope, readonly ["batch", ...unknown[]]>,
  packer: ValuePacker,
): unknown {
  switch (envelope[0]) {
    case "call":
    case "get":
    case "set":
    case "obtain": {
      const [kind, id, target, path, args, ...trace] = envelope;
      packer.count(args.length + lengthOf(path));
      const packed = args.map((value, i) =>
        packer.packArgument(value, argumentName(envelope, i))
      );
      return [kind, id, target, path, packed, ...trace];
    }
    case "result":
    case "error": {
      const [kind, id, value, report] = envelope;
      const packed = packer.pack(value, `the ${kind}`);
      return report === undefined
        ? [kind, id, packed]
        : [kind, id, packed, packer.pack(report, "the report")];
    }
    case "chunk":
    case "fail":
    case "stop": {
      const [kind, stream, value] = envelope;
      return [kind, stream, packer.pack(value, CARRIED[kind])];
    }
    default:
      return envelope;
  }
}

const CARRIED = {
  chunk: "a value of the stream",
  fail: "the error of the stream",
  stop: "the reason",
} as const;

/** How many items a path has, one name having none. */
function lengthOf(path: Request[3]): number {
  return typeof path === "string" ? 0 : path.length;
}

function argumentName([kind, , , path]: Request, index: number): string {
  const name = typeof path === "string" ? path : path.join(".");
  if (kind === "set") return `the value of ${name}`;
  return name === ""
    ? `argument ${index + 1}`
    : `${name}: argument ${index + 1}`;
}
