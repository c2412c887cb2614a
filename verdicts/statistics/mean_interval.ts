import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";
import type { Moments } from "./moments.ts";

/**
 * Where the mean lies that independent samples were taken around: by Student's t
 * ("The Probable Error of a Mean", Biometrika 6(1), 1908).
 *
 * @throws {RangeError} If there are fewer than two samples.
 *
 * @example Five runs
 * ```ts
 * import { meanInterval, momentsOf } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const [low, high] = meanInterval(momentsOf([100, 103, 98, 101, 99]));
 * assertLess(low, 100.2);
 * assertLess(100.2, high);
 * ```
 */
export function meanInterval(
  { count, mean, stdev }: Moments,
  { confidence = USUAL_CONFIDENCE }: ConfidenceOptions = {},
): Interval {
  if (!(count >= 2)) {
    throw new RangeError(`a mean must be of at least 2 samples, got ${count}`);
  }
  const reach = tQuantile((1 + confidence) / 2, count - 1) *
    stdev / Math.sqrt(count);
  return [mean - reach, mean + reach];
}
