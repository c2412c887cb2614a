import { requireWholeNumber } from "./arguments.ts";

/** The compressions that there are; their bits and bytes on the wire are their places here. */
export const COMPRESSION_ALGORITHMS = ["deflate", "snappy", "zstd"] as const;

/**
 * How frames are compressed. Of text, `zstd` leaves least; `snappy` takes least
 * time for frames of a few KiB, where each of the others costs 10 to 40 µs
 * however little there is; `deflate` is for ends that have neither.
 */
export type CompressionAlgorithm = typeof COMPRESSION_ALGORITHMS[number];

/**
 * Which frames of a connection are compressed, and how.
 *
 * Each end compresses what it sends by the first of its own algorithms that the
 * other end has too, and nothing if there is none. A frame that would not become
 * smaller stays as it is.
 *
 * To compress a MiB of text takes 2 to 4 ms, to undo it 1 to 3, and either end
 * can do nothing else meanwhile; `deflate` takes 11 ms for bytes that have no
 * pattern. So a frame above 64 MiB stays as it is: what is so large is better
 * sent as a stream, each piece of which is a frame.
 */
export interface CompressionOptions {
  /** What this end compresses and decompresses by, the best first. */
  readonly algorithms: readonly CompressionAlgorithm[];
  /**
   * Bytes from which a frame is compressed. Default 1024: less than that is one
   * packet of the network either way. At least 1.
   */
  readonly threshold?: number;
}

/** What a program may give as {@linkcode CompressionOptions}: one algorithm, or all of them. */
export type Compression = CompressionAlgorithm | CompressionOptions;

/** Compression options with their defaults filled in; no algorithms are none. */
export type CompleteCompression = Required<CompressionOptions>;

const DEFAULT_THRESHOLD = 1024;

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} for an algorithm that there is not.
 * @throws {RangeError} for a threshold that is none.
 */
export function completeCompression(
  compression: Compression | undefined,
): CompleteCompression {
  const { algorithms, threshold = DEFAULT_THRESHOLD } =
    typeof compression === "string"
      ? { algorithms: [compression] }
      : compression ?? { algorithms: [] };
  for (const algorithm of algorithms) {
    if (COMPRESSION_ALGORITHMS.includes(algorithm)) continue;
    throw new TypeError(
      `compression is ${JSON.stringify(algorithm)}; it takes ${
        COMPRESSION_ALGORITHMS.join(", ")
      }`,
    );
  }
  requireWholeNumber("compression.threshold", threshold, 1);
  return { algorithms, threshold };
}
