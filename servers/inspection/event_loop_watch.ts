/** A time that the event loop did not turn when it should have. */
export interface EventLoopDelay {
  /** When it turned at last, in seconds; on which clock, whoever gives it says. */
  readonly at: number;
  /** For how long it had been due, in seconds. */
  readonly delay: number;
}

/** How late the event loop turned; timers of Deno come up to 1 ms late by themselves. */
export interface EventLoopDelays {
  /** How often was looked. */
  readonly count: number;
  /** Seconds that it was late on average. */
  readonly mean: number;
  /** Seconds that it was late at worst. */
  readonly max: number;
  /** The longest delays, the latest last. */
  readonly largest: readonly EventLoopDelay[];
}

/** Seconds from one look to the next: what blocks for less may go unseen. */
const INTERVAL = 0.005;
/** So many delays are kept. */
const MOST_DELAYS = 256;

/**
 * Sees when the event loop was blocked: asks for a turn every 5 ms and notes how
 * late it comes. The 256 longest delays are kept with their times.
 *
 * `monitorEventLoopDelay` of `node:perf_hooks` is there in Deno 2.9 but sees
 * nothing: of a loop that is blocked for 50 ms it reports a maximum of 25 µs.
 */
export class EventLoopWatch implements Disposable {
  readonly #largest: EventLoopDelay[] = [];
  #leastKept = 0;
  #count = 0;
  #sum = 0;
  #max = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begins to watch. */
  constructor() {
    this.#ask();
  }

  /** Ends, and tells what was seen; `at` is `performance.now()`, in seconds. */
  stop(): EventLoopDelays {
    this[Symbol.dispose]();
    return {
      count: this.#count,
      mean: this.#count === 0 ? 0 : this.#sum / this.#count,
      max: this.#max,
      largest: this.#largest.toSorted((a, b) => a.at - b.at),
    };
  }

  /** Ends the watching. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #ask(): void {
    const due = performance.now() / 1000 + INTERVAL;
    this.#timer = setTimeout(() => {
      const at = performance.now() / 1000;
      this.#note({ at, delay: Math.max(0, at - due) });
      this.#ask();
    }, INTERVAL * 1000);
    Deno.unrefTimer(this.#timer);
  }

  #note(late: EventLoopDelay): void {
    this.#count++;
    this.#sum += late.delay;
    this.#max = Math.max(this.#max, late.delay);
    if (this.#largest.length < MOST_DELAYS) {
      this.#largest.push(late);
      return;
    }
    if (late.delay <= this.#leastKept) return;
    const least = this.#indexOfLeast();
    this.#largest[least] = late;
    this.#leastKept = this.#largest[this.#indexOfLeast()].delay;
  }

  #indexOfLeast(): number {
    return this.#largest.reduce(
      (least, { delay }, i) => delay < this.#largest[least].delay ? i : least,
      0,
    );
  }
}
