/** The part of a program's time that may go into reading its stack. */
const SHARE = 1 / 16;
/** Milliseconds that are there at the start, when code is cold: hundreds of stacks. */
const AT_START = 30;
/** Milliseconds of reading that a program may save up later on. */
const MOST_SAVED = 3;
/** What a few readings take, in milliseconds. */
const A_FEW_READINGS = 0.1;
/** No reading takes longer, in milliseconds, unless another program had its turn. */
const LONGEST_READING = 1;

/**
 * Decides which calls have their line looked up: all of them, until they follow
 * each other faster than stacks can be read without slowing the program down.
 */
export class StackAllowance {
  #saved = AT_START;
  #asked = performance.now();

  /** Whether a stack may be read at this moment, in milliseconds. */
  permits(now: number): boolean {
    const earned = SHARE * (now - this.#asked);
    if (this.#saved < MOST_SAVED) this.#saved += Math.min(earned, MOST_SAVED);
    this.#asked = now;
    // At random, so that of two lines that take turns neither is left out.
    return this.#saved > A_FEW_READINGS * Math.random();
  }

  /** A stack was read, in so many milliseconds. */
  spend(milliseconds: number): void {
    this.#saved -= Math.min(milliseconds, LONGEST_READING);
  }
}
