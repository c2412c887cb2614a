import tCdf from "@stdlib/stats-base-dists-t-cdf";
import type { ConfidenceOptions, Interval } from "./interval.ts";
import { meanInterval } from "./mean_interval.ts";
import type { Moments } from "./moments.ts";

/** What a test of one mean says. */
export interface StudentTest {
  /** Where the true mean lies. */
  readonly interval: Interval;
  /** How often samples of mean 0 would have a mean so far from it, or further. */
  readonly p: number;
}

/**
 * Whether the mean of independent samples is 0, as that of differences between
 * pairs is if nothing differs: Student, "The Probable Error of a Mean", Biometrika
 * 6(1), 1908.
 *
 * Without any spread, p is 1 if the mean is 0 and 0 if not.
 *
 * @throws {RangeError} If there are fewer than two samples.
 *
 * @example What each of five machines gained
 * ```ts
 * import { momentsOf, studentTTest } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const { p } = studentTTest(momentsOf([0.1, 0.12, 0.09, 0.11, 0.1]));
 * assertLess(p, 0.001);
 * ```
 */
export function studentTTest(
  moments: Moments,
  options: ConfidenceOptions = {},
): StudentTest {
  const { count, mean, stdev } = moments;
  const interval = meanInterval(moments, options);
  const statistic = mean === 0 ? 0 : Math.abs(mean) * Math.sqrt(count) / stdev;
  return { interval, p: Math.min(1, 2 * tCdf(-statistic, count - 1)) };
}
