import tCdf from "@stdlib/stats-base-dists-t-cdf";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";
import type { Moments } from "./moments.ts";
import { studentQuantile } from "./_student_quantile.ts";

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
  { mean, stdev, count }: Moments,
  { confidence = USUAL_CONFIDENCE }: ConfidenceOptions = {},
): StudentTest {
  if (!(count >= 2)) {
    throw new RangeError(`there must be at least 2 samples, got ${count}`);
  }
  const degreesOfFreedom = count - 1;
  const error = stdev / Math.sqrt(count);
  const reach = studentQuantile((1 + confidence) / 2, degreesOfFreedom) * error;
  const statistic = mean === 0 ? 0 : Math.abs(mean) / error;
  return {
    interval: [mean - reach, mean + reach],
    p: Math.min(1, 2 * tCdf(-statistic, degreesOfFreedom)),
  };
}
