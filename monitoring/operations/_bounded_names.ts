/** What stands for all that comes after there are too many names. */
export const OTHER = "other";

/** A name is some words; what is longer was made up by somebody. */
const LONGEST_NAME = 200;

/** Takes names from anywhere, and keeps a bounded number of them. */
export class BoundedNames {
  readonly #most: number;
  readonly #names = new Set<string>();

  /** Keeps the first `most` names. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The name itself if it is one of the first; else {@linkcode OTHER}. */
  bounded(name: string): string {
    if (this.#names.has(name)) return name;
    // What is written as the same must not be counted as two.
    const written = name.toWellFormed();
    if (this.#names.has(written)) return written;
    const isFull = this.#names.size >= this.#most;
    if (written === OTHER || written.length > LONGEST_NAME || isFull) {
      return OTHER;
    }
    this.#names.add(written);
    return written;
  }
}
