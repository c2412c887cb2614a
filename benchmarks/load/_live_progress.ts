import {
  LoadInterval,
  type LoadPoint,
  type LoadSecond,
} from "./load_series.ts";

/** Tells of each second once all threads have told of it. */
export class LiveProgress {
  readonly #threads: number;
  readonly #onProgress: (point: LoadPoint) => void;
  readonly #seconds = new Map<
    number,
    { interval: LoadInterval; told: number }
  >();

  /** Waits for that many threads. */
  constructor(threads: number, onProgress: (point: LoadPoint) => void) {
    this.#threads = threads;
    this.#onProgress = onProgress;
  }

  /** Takes in what a thread saw in a second. */
  add(seen: LoadSecond): void {
    const { second } = seen;
    const known = this.#seconds.get(second) ??
      { interval: new LoadInterval(), told: 0 };
    this.#seconds.set(second, known);
    known.interval.add(seen);
    known.told++;
    if (known.told < this.#threads) return;
    this.#seconds.delete(second);
    this.#onProgress(known.interval.point(second, 1));
  }
}
