import { SampleRecorder, type SampleSnapshot } from "../sample_recorder.ts";

/** How a second of a run went; in a long run, how several did. */
export interface LoadPoint {
  /** Seconds from the start of the run to the start of this. */
  readonly at: number;
  /** Seconds that it lasts. */
  readonly duration: number;
  /** Answers per second. */
  readonly rate: number;
  /** Half of the response times, in seconds, lie below; absent without answers. */
  readonly p50?: number;
  /** 99 % of the response times, in seconds, lie below; absent without answers. */
  readonly p99?: number;
  /** How many requests failed. */
  readonly errors: number;
}

/** What one thread saw in one second of a run. */
export interface LoadSecond {
  /** Which second it is, counted from 0. */
  readonly second: number;
  /** The response times of what was answered in it. */
  readonly responseTimes: SampleRecorder;
  /** How many requests failed in it. */
  readonly errors: number;
}

/** A {@linkcode LoadSecond} as plain data, which crosses to other threads. */
export type LoadSecondSnapshot =
  & Omit<LoadSecond, "responseTimes">
  & { readonly responseTimes: SampleSnapshot };

/** Takes a snapshot of a second. */
export function snapshotOfSecond(second: LoadSecond): LoadSecondSnapshot {
  return { ...second, responseTimes: second.responseTimes.snapshot() };
}

/** Brings back what a snapshot was taken of. */
export function reviveSecond(snapshot: LoadSecondSnapshot): LoadSecond {
  const responseTimes = SampleRecorder.revive(snapshot.responseTimes);
  return { ...snapshot, responseTimes };
}

/** Beyond so many points, neighbours merge. */
const MOST_POINTS = 600;

/** A rest of an interval that is less than this part of it makes no rate. */
const LEAST_REST = 0.1;

/** For points: 1 % of a duration, to the microsecond, in a few KiB. */
export function pointRecorder(): SampleRecorder {
  return new SampleRecorder({
    exactLimit: 0,
    resolution: 1e-6,
    significantDigits: 2,
  });
}

/** Some seconds of a run, of all threads. */
export class LoadInterval {
  readonly #responseTimes = pointRecorder();
  #errors = 0;

  /** Takes in what a thread saw in a second. */
  add({ responseTimes, errors }: LoadSecond): void {
    this.#responseTimes.merge(responseTimes);
    this.#errors += errors;
  }

  /** Takes in another interval. */
  merge(other: LoadInterval): void {
    this.#responseTimes.merge(other.#responseTimes);
    this.#errors += other.#errors;
  }

  /** How it went, given where it lies. */
  point(at: number, duration: number): LoadPoint {
    const { count } = this.#responseTimes;
    const rate = count / duration;
    const errors = this.#errors;
    if (count === 0) return { at, duration, rate, errors };
    const { median: p50, p99 } = this.#responseTimes.summary();
    return { at, duration, rate, p50, p99, errors };
  }
}

/**
 * How a run went from second to second, over all threads; of a long run, from
 * some seconds to the next, so that there are never more than 600 points.
 */
export class LoadSeries {
  #intervals: LoadInterval[] = [];
  /** Seconds in each interval. */
  #width = 1;

  /** Takes in what a thread saw in a second. */
  add(seen: LoadSecond): void {
    while (seen.second >= MOST_POINTS * this.#width) this.#halve();
    this.#interval(Math.floor(seen.second / this.#width)).add(seen);
  }

  /**
   * The points of a run that ended after so many seconds. What came after the
   * last whole one counts there, unless it is worth a point of its own.
   */
  points(end: number): LoadPoint[] {
    const width = this.#width;
    const rest = end % width;
    const whole = Math.floor(end / width);
    const count = rest > width * LEAST_REST || whole === 0 ? whole + 1 : whole;
    const intervals = Array.from({ length: count }, () => new LoadInterval());
    this.#intervals.forEach((interval, index) =>
      intervals[Math.min(index, count - 1)].merge(interval)
    );
    return intervals.map((interval, index) => {
      const at = index * width;
      return interval.point(at, index < count - 1 ? width : end - at);
    });
  }

  #interval(index: number): LoadInterval {
    while (this.#intervals.length <= index) {
      this.#intervals.push(new LoadInterval());
    }
    return this.#intervals[index];
  }

  #halve(): void {
    const all = this.#intervals;
    this.#intervals = [];
    all.forEach((interval, index) =>
      this.#interval(Math.floor(index / 2)).merge(interval)
    );
    this.#width *= 2;
  }
}
