/** Seconds: from a call within one machine to one that nobody waits for. */
export const BUCKET_BOUNDS: readonly number[] = [
  0.000025,
  0.00005,
  0.0001,
  0.00025,
  0.0005,
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
];

/** Counts durations by the bounds that they do not exceed, and never forgets. */
export class DurationBuckets {
  readonly #counts = new Float64Array(BUCKET_BOUNDS.length + 1);
  #count = 0;
  #sum = 0;

  /** Adds a duration in seconds. */
  add(seconds: number): void {
    let bucket = 0;
    while (seconds > BUCKET_BOUNDS[bucket]) bucket++;
    this.#counts[bucket]++;
    this.#count++;
    this.#sum += seconds;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** All durations together, in seconds. */
  get sum(): number {
    return this.#sum;
  }

  /** For each bound, how many durations did not exceed it; and for all, their number. */
  cumulative(): (readonly [bound: number, count: number])[] {
    let count = 0;
    return [...BUCKET_BOUNDS, Infinity].map((bound, i) => {
      count += this.#counts[i];
      return [bound, count];
    });
  }
}
