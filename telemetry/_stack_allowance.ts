/** The part of a program's time that may go into reading its stack. */
const SHARE = 1 / 8;
/** Milliseconds of reading that a program may save up: over a thousand stacks. */
const MOST_SAVED = 50;
/** About what one reading takes, in milliseconds, or ten in a warm program. */
const ONE_READING = 0.1;

/**
 * Decides which calls have their line looked up: all of them, until they follow
 * each other faster than stacks can be read without slowing the program down.
 */
export class StackAllowance {
  #saved = MOST_SAVED;
  #asked = 0;

  /** Whether a stack may be read at this moment, in milliseconds. */
  permits(now: number): boolean {
    const earned = SHARE * (now - this.#asked);
    this.#saved = Math.min(MOST_SAVED, this.#saved + earned);
    this.#asked = now;
    // At random, so that of two lines that take turns neither is left out.
    return this.#saved > ONE_READING * Math.random();
  }

  /** A stack was read, in so many milliseconds. */
  spend(milliseconds: number): void {
    this.#saved -= milliseconds;
  }
}
