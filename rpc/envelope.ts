import { Encoder } from "cbor-x/index-no-eval";
import { ProtocolError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { checkStructure } from "./structure.ts";
import { isPlain, ValuePacker } from "./value_packer.ts";
import { VALUE_TAGS } from "./value_tags.ts";
import { ValueUnpacker } from "./value_unpacker.ts";

/** What either end says to the other. */
export type Envelope =
  /** Asks the other end to run a method of its service. */
  | readonly ["call", id: number, method: string, args: readonly unknown[]]
  /** Answers a call with what the method returned. */
  | readonly ["result", id: number, value: unknown]
  /** Answers a call with what the method threw. */
  | readonly ["error", id: number, thrown: unknown]
  /** Says that nobody waits for the answer any more; it is sent all the same. */
  | readonly ["cancel", id: number]
  /** Says why this end is about to close the connection. */
  | readonly ["goodbye", reason: string];

/** An envelope as bytes, and the byte arrays that follow it. */
export interface EncodedEnvelope {
  readonly bytes: Uint8Array;
  readonly attachments: readonly Uint8Array[];
}

/** An envelope, and the byte arrays in it that are still to be filled, in order. */
export interface DecodedEnvelope {
  readonly envelope: Envelope;
  readonly attachments: readonly Uint8Array[];
}

/**
 * An envelope's own array, the array of a call's arguments, and the list within
 * a tag that stands for no container, such as a date's or an attachment's.
 */
const LEVELS_OF_ENVELOPE = 3;
/** The items of a call's own array. */
const ITEMS_OF_ENVELOPE = 4;
const NO_ATTACHMENTS: readonly Uint8Array[] = [];

const codec = new Encoder({
  useRecords: false,
  variableMapSize: true,
  tagUint8Array: false,
  copyBuffers: true,
});

/**
 * Encodes an envelope for a peer with the given limits.
 *
 * @throws {TypeError} for a value that cannot be sent, naming the path to it.
 * @throws {RangeError} for a value that the peer would not accept.
 */
export function encodeEnvelope(
  envelope: Envelope,
  limits: Limits,
): EncodedEnvelope {
  const packer = new ValuePacker(limits);
  const bytes = codec.encode(packEnvelope(envelope, packer));
  const { attachments } = packer;
  let size = bytes.length;
  for (const attachment of attachments) size += attachment.length;
  if (size > limits.frameSize) {
    throw new RangeError(
      `a message of ${size} bytes is larger than the ${limits.frameSize} bytes that the other end accepts`,
    );
  }
  return { bytes, attachments };
}

function packEnvelope(envelope: Envelope, packer: ValuePacker): unknown {
  switch (envelope[0]) {
    case "call": {
      const [kind, id, method, args] = envelope;
      packer.count(args.length);
      if (args.every(isPlain)) return envelope;
      return [
        kind,
        id,
        method,
        args.map((value, i) =>
          packer.pack(value, `${method}: argument ${i + 1}`)
        ),
      ];
    }
    case "result":
    case "error": {
      const [kind, id, value] = envelope;
      if (isPlain(value)) return envelope;
      return [kind, id, packer.pack(value, `the ${kind}`)];
    }
    case "cancel":
    case "goodbye":
      return envelope;
  }
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
): DecodedEnvelope {
  const tagged = checkStructure(bytes, {
    depth: limits.nestingDepth + LEVELS_OF_ENVELOPE,
    items: limits.itemCount + ITEMS_OF_ENVELOPE,
    tags: VALUE_TAGS,
  });
  try {
    const envelope = asEnvelope(codec.decode(bytes));
    if (!tagged && attachmentsLength === 0) {
      return { envelope, attachments: NO_ATTACHMENTS };
    }
    const unpacker = new ValueUnpacker(attachmentsLength);
    const unpacked = unpackEnvelope(envelope, unpacker);
    unpacker.finish();
    return { envelope: unpacked, attachments: unpacker.attachments };
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    // The engine has limits of its own, such as the digits of an integer.
    throw new ProtocolError("an envelope cannot be decoded", { cause: error });
  }
}

function unpackEnvelope(envelope: Envelope, unpacker: ValueUnpacker): Envelope {
  switch (envelope[0]) {
    case "call": {
      const [kind, id, method, args] = envelope;
      return [kind, id, method, args.map((value) => unpacker.unpack(value))];
    }
    case "result":
    case "error": {
      const [kind, id, value] = envelope;
      return [kind, id, unpacker.unpack(value)];
    }
    case "cancel":
    case "goodbye":
      return envelope;
  }
}

function asEnvelope(decoded: unknown): Envelope {
  if (Array.isArray(decoded)) {
    const [kind, first, second, third] = decoded;
    switch (kind) {
      case "call":
        if (
          isId(first) && typeof second === "string" && Array.isArray(third) &&
          decoded.length === 4
        ) return [kind, first, second, third];
        break;
      case "result":
      case "error":
        if (isId(first) && decoded.length === 3) return [kind, first, second];
        break;
      case "cancel":
        if (isId(first) && decoded.length === 2) return [kind, first];
        break;
      case "goodbye":
        if (typeof first === "string" && decoded.length === 2) {
          return [kind, first];
        }
        break;
    }
  }
  throw new ProtocolError("an envelope is none that this protocol has");
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
