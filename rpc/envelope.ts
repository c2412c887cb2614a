import { Encoder } from "cbor-x/index-no-eval";
import { ProtocolError } from "./errors.ts";
import { HEADER_LENGTH } from "./frame.ts";
import type { Limits } from "./limits.ts";
import {
  NOTHING_PASSED,
  NOTHING_RECEIVED,
  type Passed,
  type Passing,
  type Received,
} from "./passing.ts";
import { checkStructure } from "./structure.ts";
import { ATTACHMENT_THRESHOLD, isPlain, ValuePacker } from "./value_packer.ts";
import { VALUE_TAGS } from "./value_tags.ts";
import { ValueUnpacker } from "./value_unpacker.ts";

/** Asks the other end for something; it is answered with the same id. */
export type Request = readonly [
  kind: RequestKind,
  id: number,
  /**
   * What it is done to: 0 for the service, a number above 0 for what the other
   * end has lent, one below 0 for the answer to that request of the same frame.
   */
  target: number,
  /**
   * The way from there, as one name or several; the last is the method or the
   * property itself.
   */
  path: string | readonly string[],
  /** A call's arguments; the one value to set; else nothing. */
  args: readonly unknown[],
  /** A W3C `traceparent`, if the caller is observed. */
  traceparent?: string,
];

/** What a request asks for. */
export type RequestKind = "call" | "get" | "set" | "obtain";

/** Says how a request ended. */
export type Answer =
  /** With what the method returned. */
  | readonly ["result", id: number, value: unknown, report?: unknown]
  /** With what the method threw. */
  | readonly ["error", id: number, thrown: unknown, report?: unknown];

/** Carries a stream, from its source to its reader. */
export type StreamData =
  /**
   * A value of the stream. Many bytes of a byte stream are on the wire as
   * `["bytes", stream, length]`, and follow the envelope.
   */
  | readonly ["chunk", stream: number, value: unknown]
  /** The stream is complete. */
  | readonly ["end", stream: number]
  /** The source failed; nothing more will come. */
  | readonly ["fail", stream: number, thrown: unknown];

/** Steers a stream, from its reader to its source. */
export type StreamControl =
  /** So many more bytes may come. */
  | readonly ["credit", stream: number, bytes: number]
  /** Nobody reads any more. */
  | readonly ["stop", stream: number, reason: unknown];

/** What either end says to the other. */
export type Envelope =
  | Request
  /** Requests that leave together, as some build on the answers of others. */
  | readonly ["batch", ...requests: Request[]]
  | Answer
  /** Says that nobody waits for the answer any more; it is sent all the same. */
  | readonly ["cancel", id: number]
  /** Gives references back: number, how often it had come, number, … */
  | readonly ["release", counts: readonly number[]]
  | StreamData
  | StreamControl
  /** Says why this end is about to close the connection. */
  | readonly ["goodbye", reason: string];

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

/** An envelope, and what came with it. */
export interface DecodedEnvelope {
  readonly envelope: Envelope;
  /** The byte arrays in it that are still to be filled, in order. */
  readonly attachments: readonly Uint8Array[];
  /** What came by reference with it; for a batch, with each of its requests. */
  readonly received: readonly Received[];
}

/**
 * A batch, the array of a request, that of its arguments, and the list within a
 * tag that stands for no container, such as a date's or an attachment's.
 */
const LEVELS_OF_ENVELOPE = 4;
/** The items of a request's own array. */
const ITEMS_OF_REQUEST = 6;
const NO_ATTACHMENTS: readonly Uint8Array[] = [];
const NONE_RECEIVED: readonly Received[] = [NOTHING_RECEIVED];

const codec = new Encoder({
  useRecords: false,
  variableMapSize: true,
  tagUint8Array: false,
  copyBuffers: true,
});

/** `"batch"` as CBOR. */
const BATCH = codec.encode("batch").slice();

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
      const [, , , path, args] = envelope;
      return args.every(isPlain)
        ? args.length + lengthOf(path) + ITEMS_OF_REQUEST
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

/**
 * Decodes an envelope from an untrusted peer.
 *
 * @throws {ProtocolError} for anything but a complete, well-formed envelope
 * within the limits.
 */
export function decodeEnvelope(
  bytes: Uint8Array,
  attachmentsLength: number,
  limits: Limits,
  passing?: Passing,
): DecodedEnvelope {
  const tagged = checkStructure(bytes, {
    depth: limits.nestingDepth + LEVELS_OF_ENVELOPE,
    items: limits.itemCount + ITEMS_OF_REQUEST,
    tags: VALUE_TAGS,
  });
  try {
    const decoded: unknown = codec.decode(bytes);
    const piece = decodeStreamBytes(decoded, attachmentsLength, passing);
    if (piece !== undefined) return piece;
    const envelope = asEnvelope(decoded);
    if (!tagged && attachmentsLength === 0) {
      return { envelope, attachments: NO_ATTACHMENTS, received: NONE_RECEIVED };
    }
    const unpacking = new Unpacking(attachmentsLength, passing);
    const unpacked = unpackEnvelope(envelope, unpacking);
    return unpacking.finish(unpacked);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    // The engine has limits of its own, such as the digits of an integer.
    throw new ProtocolError("an envelope cannot be decoded", { cause: error });
  }
}

function decodeStreamBytes(
  decoded: unknown,
  attachmentsLength: number,
  passing: Passing | undefined,
): DecodedEnvelope | undefined {
  if (!Array.isArray(decoded) || decoded[0] !== "bytes") return undefined;
  const [, stream, length] = decoded;
  if (
    !isId(stream) || length !== attachmentsLength || decoded.length !== 3 ||
    passing === undefined
  ) throw new ProtocolError("an envelope is malformed in a piece of a stream");
  const piece = passing.memoryFor(stream, length);
  return {
    envelope: ["chunk", stream, piece],
    attachments: [piece],
    received: NONE_RECEIVED,
  };
}

/** Unpacks the messages of one frame, each with its own numbering of objects. */
class Unpacking {
  readonly #passing: Passing | undefined;
  readonly #attachments: Uint8Array[] = [];
  readonly #received: Received[] = [];
  #bytesLeft: number;

  constructor(attachmentsLength: number, passing: Passing | undefined) {
    this.#bytesLeft = attachmentsLength;
    this.#passing = passing;
  }

  message<Message>(unpack: (unpacker: ValueUnpacker) => Message): Message {
    const unpacker = new ValueUnpacker(this.#bytesLeft, this.#passing);
    const message = unpack(unpacker);
    this.#bytesLeft = unpacker.bytesLeft;
    this.#attachments.push(...unpacker.attachments);
    this.#received.push(unpacker.received);
    return message;
  }

  /** Throws unless the attachments of all values are just those announced. */
  finish(envelope: Envelope): DecodedEnvelope {
    if (this.#bytesLeft !== 0) {
      throw new ProtocolError(
        `a frame has ${this.#bytesLeft} bytes of attachments that no value refers to`,
      );
    }
    const received = this.#received.length === 0
      ? NONE_RECEIVED
      : this.#received;
    return { envelope, attachments: this.#attachments, received };
  }
}

function unpackEnvelope(envelope: Envelope, unpacking: Unpacking): Envelope {
  switch (envelope[0]) {
    case "call":
    case "get":
    case "set":
    case "obtain":
      return unpackRequest(envelope, unpacking);
    case "batch": {
      const [kind, ...requests] = envelope;
      return [kind, ...requests.map((it) => unpackRequest(it, unpacking))];
    }
    case "result":
    case "error": {
      const [kind, id, value, report] = envelope;
      return unpacking.message((unpacker) => {
        const unpacked = unpacker.unpack(value);
        return report === undefined
          ? [kind, id, unpacked]
          : [kind, id, unpacked, unpacker.unpack(report)];
      });
    }
    case "chunk":
    case "fail":
    case "stop": {
      const [kind, stream, value] = envelope;
      return unpacking.message((it) => [kind, stream, it.unpack(value)]);
    }
    default:
      return envelope;
  }
}

function unpackRequest(request: Request, unpacking: Unpacking): Request {
  const [kind, id, target, path, args, ...trace] = request;
  return unpacking.message((unpacker) => [
    kind,
    id,
    target,
    path,
    args.map((value) => unpacker.unpackArgument(value)),
    ...trace,
  ]);
}

function asEnvelope(decoded: unknown): Envelope {
  if (Array.isArray(decoded)) {
    const envelope = isRequest(decoded) ? decoded : asOther(decoded);
    if (envelope !== undefined) return envelope;
  }
  throw new ProtocolError("an envelope is none that this protocol has");
}

function isRequest(decoded: unknown): decoded is Request {
  if (!Array.isArray(decoded)) return false;
  const [kind, id, target, path, args, traceparent] = decoded;
  switch (kind) {
    case "call":
    case "get":
    case "set":
    case "obtain":
      return isId(id) && Number.isSafeInteger(target) && isPath(path) &&
        Array.isArray(args) &&
        (decoded.length === 5 ||
          decoded.length === 6 && typeof traceparent === "string");
    default:
      return false;
  }
}

function isPath(value: unknown): value is Request[3] {
  return typeof value === "string" ||
    Array.isArray(value) && value.every((name) => typeof name === "string");
}

function asOther(decoded: readonly unknown[]): Envelope | undefined {
  const [kind, first, second, third] = decoded;
  const { length } = decoded;
  switch (kind) {
    case "batch": {
      const requests = decoded.slice(1);
      if (requests.every(isRequest)) return [kind, ...requests];
      break;
    }
    case "result":
    case "error":
      if (!isId(first)) break;
      if (length === 3) return [kind, first, second];
      if (length === 4) return [kind, first, second, third];
      break;
    case "chunk":
    case "fail":
    case "stop":
      if (isId(first) && length === 3) return [kind, first, second];
      break;
    case "credit":
      if (isId(first) && isId(second) && length === 3) {
        return [kind, first, second];
      }
      break;
    case "cancel":
    case "end":
      if (isId(first) && length === 2) return [kind, first];
      break;
    case "release":
      if (
        Array.isArray(first) && first.every(isId) && first.length % 2 === 0 &&
        length === 2
      ) return [kind, first];
      break;
    case "goodbye":
      if (typeof first === "string" && length === 2) return [kind, first];
      break;
  }
  return undefined;
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
