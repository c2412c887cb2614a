/** So many buffers wait to be used again, each no larger than this. */
const MOST_BUFFERS = 8;
const LARGEST_BUFFER = 1024 * 1024;

/**
 * Memory to receive into, used again once its bytes are copied: fresh memory
 * costs more, page by page, than the bytes that arrive in it.
 */
export class RecycledMemory {
  readonly #buffers: ArrayBuffer[] = [];

  /** Memory of just this length; what it holds is of no meaning. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffers.at(-1);
    // To give away a large buffer with little in it would waste it.
    if (
      buffer === undefined || buffer.byteLength < length ||
      buffer.byteLength > 2 * length
    ) return new Uint8Array(length);
    this.#buffers.pop();
    return new Uint8Array(buffer, 0, length);
  }

  /** Gives memory back that nobody reads any more. */
  give({ buffer }: Uint8Array<ArrayBuffer>): void {
    if (buffer.byteLength > LARGEST_BUFFER) return;
    if (this.#buffers.length < MOST_BUFFERS) this.#buffers.push(buffer);
  }
}
