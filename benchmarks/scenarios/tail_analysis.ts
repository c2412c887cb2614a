import type { AnsweredRequest } from "../load/mod.ts";
import { median } from "../statistics.ts";

/** A request that took far longer than most. */
export interface Outlier {
  /** Seconds from the start of the iteration until the request was due. */
  readonly time: number;
  /** Seconds from then until its answer. */
  readonly response_time: number;
}

/** The slowest of many requests, as the result document has them. */
export interface TailAnalysis {
  /** Seconds: half of the requests took less. */
  readonly median: number;
  /** Seconds: half of the requests were closer to the median than this. */
  readonly median_absolute_deviation: number;
  /** Seconds by which a request differs from the one before, at the mean. */
  readonly jitter: number;
  /** Seconds beyond which a request is an outlier. */
  readonly outlier_threshold: number;
  /** How many requests are. */
  readonly outlier_count: number;
  /** The slowest of them, the slowest first. */
  readonly outliers: readonly Outlier[];
  /** Seconds that each request took, in the order in which they were due. */
  readonly response_times: readonly number[];
}

/** A request: when it was due, and how long it took, in seconds. */
export interface TimedRequest {
  /** From the first one's being due. */
  readonly time: number;
  /** From then to its answer. */
  readonly response_time: number;
}

/**
 * How far a sample must lie from the median to be an outlier, as a multiple of
 * the median absolute deviation: a modified z-score of 3.5.
 *
 * Iglewicz and Hoaglin, "How to Detect and Handle Outliers", ASQC Quality Press,
 * 1993: 0.6745 is the deviation's expected share of a normal distribution's
 * standard deviation.
 */
const OUTLIER_DEVIATIONS = 3.5 / 0.6745;
/** More than these say nothing new, and each fills a line of a report. */
const MOST_OUTLIERS = 20;

/**
 * Finds jitter and outliers among requests, given in the order in which they
 * were due.
 *
 * @throws {RangeError} if there are none.
 *
 * @example Find the one slow request
 * ```ts
 * import { analyzeTail } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const requests = [1, 2, 1, 2, 1, 50, 2, 1].map((ms, i) => ({
 *   time: i,
 *   response_time: ms / 1000,
 * }));
 * const { outliers } = analyzeTail(requests);
 * assertEquals(outliers, [{ time: 5, response_time: 0.05 }]);
 * ```
 */
export function analyzeTail(requests: readonly TimedRequest[]): TailAnalysis {
  const times = requests.map(({ response_time }) => response_time);
  const middle = median(times);
  const deviation = median(times.map((time) => Math.abs(time - middle)));
  const threshold = middle + OUTLIER_DEVIATIONS * deviation;
  const outliers = requests
    .filter(({ response_time }) => response_time > threshold)
    .sort((a, b) => b.response_time - a.response_time);
  return {
    median: middle,
    median_absolute_deviation: deviation,
    jitter: meanDifference(times),
    outlier_threshold: threshold,
    outlier_count: outliers.length,
    outliers: outliers.slice(0, MOST_OUTLIERS),
    response_times: times.map(toNanoseconds),
  };
}

/**
 * Requests as {@linkcode analyzeTail} takes them, in the order in which they were
 * due; the first is at 0.
 */
export function timedRequests(
  requests: readonly AnsweredRequest[],
): TimedRequest[] {
  const inOrder = requests.toSorted((a, b) => a.due - b.due);
  const [first] = inOrder;
  return inOrder.map(({ answered, due }) => ({
    time: due - first.due,
    response_time: Math.max(0, answered - due),
  }));
}

/** As exact as the clock is: more digits would only fill the document. */
function toNanoseconds(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}

function meanDifference(values: readonly number[]): number {
  if (values.length < 2) return 0;
  let sum = 0;
  for (let i = 1; i < values.length; i++) {
    sum += Math.abs(values[i] - values[i - 1]);
  }
  return sum / (values.length - 1);
}
