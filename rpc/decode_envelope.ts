import { codec, ITEMS_OF_REQUEST, NO_ATTACHMENTS } from "./codec.ts";
import { asEnvelope, type Envelope, isId, type Request } from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { NOTHING_RECEIVED, type Passing, type Received } from "./passing.ts";
import { checkStructure } from "./structure.ts";
import { ValueUnpacker } from "./value_unpacker.ts";

/**
 * A batch, the array of a request, that of its arguments, and the list within a
 * tag that stands for no container, such as a date's or an attachment's.
 */
const LEVELS_OF_ENVELOPE = 4;
const NONE_RECEIVED: readonly Received[] = [NOTHING_RECEIVED];

/** An envelope, and what came with it. */
export interface DecodedEnvelope {
  readonly envelope: Envelope;
  /** The byte arrays in it that are still to be filled, in order. */
  readonly attachments: readonly Uint8Array[];
  /** What came by reference with it; for a batch, with each of its requests. */
  readonly received: readonly Received[];
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
  const tagged = checkStructure(
    bytes,
    limits.nestingDepth + LEVELS_OF_ENVELOPE,
    limits.itemCount + ITEMS_OF_REQUEST,
  );
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
  const piece = passing.memoryFor(length);
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
