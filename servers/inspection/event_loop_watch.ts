import process from "node:process";

/** A time that the event loop did not turn when it should have. */
export interface EventLoopDelay {
  /** When it turned at last, in seconds; on which clock, whoever gives it says. */
  readonly at: number;
  /** For how long it had been due, in seconds. */
  readonly delay: number;
}

/**
 * How busy the event loop was, and how late it turned; timers of Deno come up to
 * 1 ms late by themselves.
 */
export interface EventLoopDelays {
  /** Seconds that it was watched. */
  readonly duration: number;
  /**
   * Seconds of these that its thread ran, in the steps of the system's clock. A
   * loop that waits for a file or a lock without letting go does not run: only its
   * delays tell.
   */
  readonly busy: number;
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
const DEFAULT_INTERVAL = 0.005;
/** So many delays are kept. */
const MOST_DELAYS = 256;

/**
 * Sees when the event loop was blocked: asks for a turn every few milliseconds and
 * notes how late it comes. The 256 longest delays are kept with their times.
 *
 * `node:perf_hooks` is of no use for it in Deno 2.9: `monitorEventLoopDelay` is there
 * but sees nothing (of a loop that is blocked for 50 ms it reports a maximum of
 * 25 µs), and `eventLoopUtilization` says 0 of whatever loop.
 */
export class EventLoopWatch implements Disposable {
  readonly #interval: number;
  readonly #start = performance.now();
  readonly #cpuAtStart = process.threadCpuUsage();
  readonly #largest: EventLoopDelay[] = [];
  #leastKept = 0;
  #count = 0;
  #sum = 0;
  #max = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begins to watch: looks each `interval` seconds. */
  constructor(interval: number = DEFAULT_INTERVAL) {
    this.#interval = interval;
    this.#ask();
  }

  /** Ends, and tells what was seen; `at` is `performance.now()`, in seconds. */
  stop(): EventLoopDelays {
    this[Symbol.dispose]();
    const { system, user } = process.threadCpuUsage(this.#cpuAtStart);
    return {
      duration: (performance.now() - this.#start) / 1000,
      // A process that may open no more files reads 0, which is less than at the start.
      busy: Math.max(0, system + user) / 1e6,
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
    const due = performance.now() / 1000 + this.#interval;
    this.#timer = setTimeout(() => {
      const at = performance.now() / 1000;
      this.#note({ at, delay: Math.max(0, at - due) });
      this.#ask();
    }, this.#interval * 1000);
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
