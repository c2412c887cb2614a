/** How many bytes a download brought. */
export function byteLength(data: Uint8Array | ArrayBuffer | number): number {
  return typeof data === "number" ? data : data.byteLength;
}

/** Throws unless a transfer brought as many bytes as it should. */
export function requireLength(length: number, expected: number): void {
  if (length === expected) return;
  throw new Error(`of ${expected} bytes, ${length} arrived`);
}

/** How many bytes there are in all chunks. */
export function totalLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
