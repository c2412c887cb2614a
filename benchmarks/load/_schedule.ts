import type { Pacer } from "./pacer.ts";

/** Which of the requests of a run are a thread's own. */
export interface Share {
  /** Which thread it is, counted from 0. */
  readonly index: number;
  /** How many threads there are. */
  readonly of: number;
}

/** How many of `total` are in a share: the n-th is if n mod `of` is `index`. */
export function partOf(total: number, { index, of }: Share): number {
  return total === Infinity
    ? Infinity
    : Math.max(0, Math.ceil((total - index) / of));
}

/**
 * The requests of one thread: each `of`-th of the pacer's, so that all threads
 * together keep exactly the schedule that one would.
 *
 * It ends before `duration`, or after `requests` of all threads.
 */
export class Schedule {
  readonly #pacer: Pacer;
  readonly #of: number;
  readonly #duration: number;
  #left: number;
  #due: number;

  constructor(
    pacer: Pacer,
    share: Share,
    { duration, requests }: { duration: number; requests: number },
  ) {
    this.#pacer = pacer;
    this.#of = share.of;
    this.#duration = duration;
    this.#left = partOf(requests, share);
    this.#due = this.#skipTo(share.index + 1);
  }

  /** When the next request is due, in seconds; `Infinity` after the last. */
  get due(): number {
    return this.#due;
  }

  /** Goes on to the request after this one. */
  advance(): void {
    this.#left--;
    this.#due = this.#skipTo(this.#of);
  }

  /** The n-th request from here. */
  #skipTo(n: number): number {
    if (this.#left <= 0) return Infinity;
    let due = Infinity;
    for (let i = 0; i < n; i++) due = this.#pacer.next();
    return due < this.#duration ? due : Infinity;
  }
}
