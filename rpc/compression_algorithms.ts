/** The compressions that there are; their bits and bytes on the wire are their places here. */
export const COMPRESSION_ALGORITHMS = ["deflate", "snappy", "zstd"] as const;

/**
 * How a connection's frames are compressed. `zstd` is both faster and smaller
 * than `deflate`; `snappy` is the plainest of the three.
 */
export type CompressionAlgorithm = typeof COMPRESSION_ALGORITHMS[number];
