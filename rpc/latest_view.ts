/**
 * Makes views of a buffer, and keeps the latest: small frames of one size lie at
 * one place again and again, and a new view costs as much as to decode one.
 */
export class LatestView {
  #buffer: Uint8Array;
  #begin = 0;
  #view: Uint8Array;

  /** Starts with a view of all of a buffer. */
  constructor(buffer: Uint8Array) {
    this.#buffer = buffer;
    this.#view = buffer;
  }

  /** The part of a buffer from `begin` to before `end`. */
  of(buffer: Uint8Array, begin: number, end: number): Uint8Array {
    if (
      buffer !== this.#buffer || begin !== this.#begin ||
      end - begin !== this.#view.length
    ) {
      this.#buffer = buffer;
      this.#begin = begin;
      this.#view = buffer.subarray(begin, end);
    }
    return this.#view;
  }
}
