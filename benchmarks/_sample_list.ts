const CHUNK_LENGTH = 8192;

/** Numbers in the order in which they came; it grows without ever copying what it holds. */
export class SampleList {
  readonly #chunks: Float64Array[] = [];
  #chunk = new Float64Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const index = this.#length % CHUNK_LENGTH;
    if (index === 0) {
      this.#chunks.push(this.#chunk = new Float64Array(CHUNK_LENGTH));
    }
    this.#chunk[index] = value;
    this.#length++;
  }

  /** A copy of all of them in one array. */
  toArray(): Float64Array {
    const all = new Float64Array(this.#chunks.length * CHUNK_LENGTH);
    this.#chunks.forEach((chunk, i) => all.set(chunk, i * CHUNK_LENGTH));
    return all.subarray(0, this.#length);
  }
}
