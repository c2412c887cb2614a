import {
  type CompleteCompression,
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithm,
} from "./compression.ts";
import { COMPRESSORS } from "./compressors.ts";
import type { EncodedEnvelope } from "./encode_envelope.ts";
import { ProtocolError } from "./errors.ts";
import { readUint32, writeUint32 } from "./frame.ts";

/**
 * A compressed frame has a header that tells of an envelope of no bytes, which
 * there is not, and of one attachment. That is, in turn, a byte for the
 * algorithm, the header of the frame that it stands for, and the rest of that
 * frame, envelope and attachments in one piece, compressed.
 */
const AT_ENVELOPE_LENGTH = 1;
const AT_ATTACHMENTS_LENGTH = AT_ENVELOPE_LENGTH + 4;
const AT_COMPRESSED = AT_ATTACHMENTS_LENGTH + 4;

/**
 * No larger frame is compressed, whatever the limits: to undo it would hold up
 * everyone else, and a few KiB can claim to be it.
 */
const LARGEST = 64 * 1024 * 1024;

/** Compresses the frames that one end sends. */
export class FrameCompressor {
  readonly #algorithm: CompressionAlgorithm;
  readonly #threshold: number;
  #bytesSaved = 0;

  private constructor(algorithm: CompressionAlgorithm, threshold: number) {
    this.#algorithm = algorithm;
    this.#threshold = threshold;
  }

  /** For what both ends have; `undefined` if that is nothing. */
  static for(
    { algorithms, threshold }: CompleteCompression,
    peerAlgorithms: readonly CompressionAlgorithm[],
  ): FrameCompressor | undefined {
    const algorithm = algorithms.find((it) => peerAlgorithms.includes(it));
    return algorithm && new FrameCompressor(algorithm, threshold);
  }

  /** How many bytes more would have been sent without it. */
  get bytesSaved(): number {
    return this.#bytesSaved;
  }

  /** What follows the header of a frame's compressed form; `undefined` for one that is better sent as it is. */
  compress({ bytes, attachments }: EncodedEnvelope): Uint8Array | undefined {
    let size = bytes.length;
    for (const { length } of attachments) size += length;
    if (size < this.#threshold || size > LARGEST) return undefined;
    const { compress } = COMPRESSORS[this.#algorithm];
    const compressed = compress(joined(bytes, attachments, size));
    const length = AT_COMPRESSED + compressed.length;
    if (length >= size) return undefined;
    const body = new Uint8Array(length);
    body[0] = COMPRESSION_ALGORITHMS.indexOf(this.#algorithm);
    writeUint32(body, AT_ENVELOPE_LENGTH, bytes.length);
    writeUint32(body, AT_ATTACHMENTS_LENGTH, size - bytes.length);
    body.set(compressed, AT_COMPRESSED);
    this.#bytesSaved += size - length;
    return body;
  }
}

/** What a compressed frame stands for. */
export interface DecompressedFrame {
  readonly envelope: Uint8Array;
  /** The bytes of all attachments. */
  readonly attachments: Uint8Array;
}

/** Decompresses the frames that one end receives, which come from anywhere. */
export class FrameDecompressor {
  readonly #algorithms: readonly CompressionAlgorithm[];
  readonly #largest: number;
  #bytesSaved = 0;

  /** For the algorithms of this end, and frames of at most `frameSize`. */
  constructor(
    algorithms: readonly CompressionAlgorithm[],
    frameSize: number,
  ) {
    this.#algorithms = algorithms;
    this.#largest = Math.min(frameSize, LARGEST);
  }

  /** How many bytes more would have been received without it. */
  get bytesSaved(): number {
    return this.#bytesSaved;
  }

  /** Throws a {@linkcode ProtocolError} unless a compressed frame of that many bytes may come. */
  requirePossible(length: number): void {
    if (this.#algorithms.length === 0) {
      throw new ProtocolError(
        "a frame is compressed, which this end did not offer",
      );
    }
    if (length <= AT_COMPRESSED) {
      throw new ProtocolError("a compressed frame has nothing in it");
    }
    // Compressed it would be smaller than what it stands for.
    this.#requireSize(length);
  }

  /**
   * Decompresses what follows the header of a frame.
   *
   * @throws {ProtocolError} for what is not compressed in a way that this end
   * offered, or does not come to just what it claims to be.
   */
  decompress(body: Uint8Array): DecompressedFrame {
    const algorithm = COMPRESSION_ALGORITHMS.at(body[0]);
    if (algorithm === undefined || !this.#algorithms.includes(algorithm)) {
      throw new ProtocolError(
        `a frame is compressed by ${
          algorithm ?? `algorithm ${body[0]}`
        }, which this end did not offer`,
      );
    }
    const envelopeLength = readUint32(body, AT_ENVELOPE_LENGTH);
    const size = envelopeLength + readUint32(body, AT_ATTACHMENTS_LENGTH);
    if (envelopeLength === 0) {
      throw new ProtocolError("a compressed frame has no envelope");
    }
    this.#requireSize(size);
    const bytes = decompress(algorithm, body.subarray(AT_COMPRESSED), size);
    this.#bytesSaved += size - body.length;
    return {
      envelope: bytes.subarray(0, envelopeLength),
      attachments: bytes.subarray(envelopeLength),
    };
  }

  #requireSize(size: number): void {
    if (size <= this.#largest) return;
    throw new ProtocolError(
      `a compressed frame of ${size} bytes is larger than the limit of ${this.#largest}`,
    );
  }
}

function decompress(
  algorithm: CompressionAlgorithm,
  compressed: Uint8Array,
  size: number,
): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = COMPRESSORS[algorithm].decompress(compressed, size);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProtocolError(
      `a frame cannot be decompressed by ${algorithm}: ${reason}`,
      { cause },
    );
  }
  if (bytes.length === size) return bytes;
  throw new ProtocolError(
    `a frame of ${size} bytes was decompressed to ${bytes.length}`,
  );
}

function joined(
  bytes: Uint8Array,
  attachments: readonly Uint8Array[],
  size: number,
): Uint8Array {
  if (attachments.length === 0) return bytes;
  const whole = new Uint8Array(size);
  whole.set(bytes);
  let position = bytes.length;
  for (const attachment of attachments) {
    whole.set(attachment, position);
    position += attachment.length;
  }
  return whole;
}
