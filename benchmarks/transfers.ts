/** How many bytes a download brought. */
export function byteLength(data: Uint8Array | ArrayBuffer | number): number {
  return typeof data === "number" ? data : data.byteLength;
}

/** Throws unless a download brought what it should. */
export function requireLength(length: number, expected: number): void {
  if (length === expected) return;
  throw new Error(`a download of ${expected} bytes brought ${length}`);
}
