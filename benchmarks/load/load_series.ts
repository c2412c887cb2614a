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
  readonly responseTimes: SampleSnapshot;
  /** How many requests failed in it. */
  readonly errors: number;
}

/** Beyond so many points, neighbours merge. */
const MOST_POINTS = 600;

/** For points: 1 % of a duration, to the microsecond, in a few KiB. */
export function pointRecorder(): SampleRecorder {
  return new SampleRecorder({
    exactLimit: 0,
    resolution: 1e-6,
    significantDigits: 2,
  });
}

/** Some seconds of a run, of all threads. */
class Interval {
  readonly responseTimes = pointRecorder();
  errors = 0;

  merge({ responseTimes, errors }: Interval): void {
    this.responseTimes.merge(responseTimes);
    this.errors += errors;
  }
}

/**
 * How a run went from second to second, over all threads; of a long run, from
 * some seconds to the next, so that there are never more than 600 points.
 */
export class LoadSeries {
  #intervals: Interval[] = [];
  /** Seconds in each interval. */
  #width = 1;

  /** Takes in what a thread saw in a second. */
  add({ second, responseTimes, errors }: LoadSecond): void {
    while (second >= MOST_POINTS * this.#width) this.#halve();
    const index = Math.floor(second / this.#width);
    while (this.#intervals.length <= index) {
      this.#intervals.push(new Interval());
    }
    const interval = this.#intervals[index];
    interval.responseTimes.merge(SampleRecorder.revive(responseTimes));
    interval.errors += errors;
  }

  /** The points so far; the last may be shorter, where the run ended. */
  points(end: number): LoadPoint[] {
    return this.#intervals.map((interval, index) => {
      const at = index * this.#width;
      return pointOf(interval, at, Math.min(this.#width, end - at));
    }).filter(({ duration }) => duration > 0);
  }

  #halve(): void {
    const halved: Interval[] = [];
    this.#intervals.forEach((interval, index) => {
      if (index % 2 === 0) halved.push(interval);
      else halved[halved.length - 1].merge(interval);
    });
    this.#intervals = halved;
    this.#width *= 2;
  }
}

function pointOf(
  { responseTimes, errors }: Interval,
  at: number,
  duration: number,
): LoadPoint {
  const { count } = responseTimes;
  const rate = count / duration;
  if (count === 0) return { at, duration, rate, errors };
  const { median: p50, p99 } = responseTimes.summary();
  return { at, duration, rate, p50, p99, errors };
}
