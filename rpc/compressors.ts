import {
  snappyCompress,
  snappyCompressor,
  snappyUncompress,
  snappyUncompressor,
} from "hysnappy";
import {
  constants,
  deflateRawSync,
  inflateRawSync,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import type { CompressionAlgorithm } from "./compression.ts";

/** Compresses bytes, and undoes it. */
export interface Compressor {
  /** The bytes in fewer bytes, or in more if they have no pattern. */
  readonly compress: (bytes: Uint8Array) => Uint8Array;
  /**
   * Undoes it for bytes that come from anywhere; throws if they do not come to
   * an end within `length` bytes, and takes no more memory than that.
   */
  readonly decompress: (bytes: Uint8Array, length: number) => Uint8Array;
}

/** A caller waits: at higher levels the last tenth takes several times as long. */
const LEVEL = 1;

const LEAST_CHUNK = 64;
const LARGEST_CHUNK = 1024 * 1024;

/**
 * How much memory zlib takes at a time. By default that is 16 KiB, which costs
 * more than to compress a small frame, and is put together again for a large one.
 */
function chunkSize(length: number): number {
  return Math.max(LEAST_CHUNK, Math.min(length, LARGEST_CHUNK));
}

/** Without Node's methods, which copies of its parts would have too. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** WebAssembly's memory never shrinks: what is larger gets memory of its own. */
const LARGEST_IN_SHARED_MEMORY = 1024 * 1024;

let compressInSharedMemory: ReturnType<typeof snappyCompressor> | undefined;
let uncompressInSharedMemory: ReturnType<typeof snappyUncompressor> | undefined;

/** The compressor of each algorithm. */
export const COMPRESSORS: Readonly<Record<CompressionAlgorithm, Compressor>> = {
  deflate: {
    compress: (bytes) =>
      deflateRawSync(bytes, {
        level: LEVEL,
        chunkSize: chunkSize(bytes.length),
      }),
    decompress: (bytes, length) =>
      plain(inflateRawSync(bytes, {
        maxOutputLength: length,
        chunkSize: chunkSize(length),
      })),
  },
  snappy: {
    compress(bytes) {
      if (bytes.length > LARGEST_IN_SHARED_MEMORY) return snappyCompress(bytes);
      compressInSharedMemory ??= snappyCompressor();
      return compressInSharedMemory(bytes);
    },
    decompress(bytes, length) {
      // It writes as many bytes as the data says, wherever its result ends.
      if (snappyLength(bytes) !== length) {
        throw new RangeError("the data tells of another length");
      }
      if (length > LARGEST_IN_SHARED_MEMORY) {
        return snappyUncompress(bytes, length);
      }
      uncompressInSharedMemory ??= snappyUncompressor();
      return uncompressInSharedMemory(bytes, length);
    },
  },
  zstd: {
    compress: (bytes) =>
      zstdCompressSync(bytes, {
        params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
        chunkSize: chunkSize(bytes.length),
      }),
    decompress: (bytes, length) =>
      plain(zstdDecompressSync(bytes, {
        maxOutputLength: length,
        chunkSize: chunkSize(length),
      })),
  },
};

/** The length that Snappy's data begins with: seven bits a byte, the lowest first. */
function snappyLength(bytes: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < 5 && i < bytes.length; i++) {
    length += (bytes[i] & 0x7f) * 2 ** (7 * i);
    if (bytes[i] < 0x80) return length;
  }
  return NaN;
}
