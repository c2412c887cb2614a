import { snappyCompress, snappyUncompress } from "hysnappy";
import {
  deflateRawSync,
  inflateRawSync,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import type { CompressionAlgorithm } from "../../rpc/mod.ts";
import type { Envelope } from "../../rpc/envelope.ts";
import { HEADER_LENGTH, readUint32 } from "../../rpc/frame.ts";
import { frameOf } from "./_raw_peer.ts";

/** The algorithms by their numbers on the wire, and what undoes each. */
export const RAW_ALGORITHMS: readonly {
  readonly name: CompressionAlgorithm;
  readonly compress: (bytes: Uint8Array) => Uint8Array;
  readonly decompress: (bytes: Uint8Array, length: number) => Uint8Array;
}[] = [
  {
    name: "deflate",
    compress: (bytes) => deflateRawSync(bytes),
    decompress: (bytes) => inflateRawSync(bytes),
  },
  { name: "snappy", compress: snappyCompress, decompress: snappyUncompress },
  {
    name: "zstd",
    compress: (bytes) => zstdCompressSync(bytes),
    decompress: (bytes) => zstdDecompressSync(bytes),
  },
];

/** The bits of all of them, in a hello. */
export const ALL_COMPRESSIONS = 0b111;

/** What a compressed frame says of itself, true or not, and what is in it. */
export interface RawCompressed {
  readonly algorithm: number;
  readonly envelopeLength: number;
  readonly attachmentsLength: number;
  readonly compressed: Uint8Array;
}

/** The form of a well-formed envelope that the algorithm of that number gives it. */
export function rawCompressed(
  envelope: Envelope,
  algorithm: number,
): RawCompressed {
  const plain = frameOf(envelope);
  return {
    algorithm,
    envelopeLength: readUint32(plain, 0),
    attachmentsLength: readUint32(plain, 4),
    compressed: RAW_ALGORITHMS[algorithm].compress(
      plain.subarray(HEADER_LENGTH),
    ),
  };
}

/** A frame that says just that. */
export function compressedFrame(
  { algorithm, envelopeLength, attachmentsLength, compressed }: RawCompressed,
): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH + 9 + compressed.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, 9 + compressed.length);
  bytes[8] = algorithm;
  view.setUint32(9, envelopeLength);
  view.setUint32(13, attachmentsLength);
  bytes.set(compressed, 17);
  return bytes;
}
