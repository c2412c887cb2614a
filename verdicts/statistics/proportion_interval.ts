import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import type { Proportion } from "./fisher_exact.ts";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";

/**
 * Where a share lies of which some were counted: Wilson, "Probable Inference, the
 * Law of Succession, and Statistical Inference", Journal of the American
 * Statistical Association 22(158), 1927. It stays within 0 and 1.
 *
 * @throws {RangeError} If there were no attempts.
 *
 * @example No failure of ten says little
 * ```ts
 * import { proportionInterval } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const [low] = proportionInterval({ successes: 10, attempts: 10 });
 * assertLess(low, 0.75);
 * ```
 */
export function proportionInterval(
  { successes, attempts }: Proportion,
  { confidence = USUAL_CONFIDENCE }: ConfidenceOptions = {},
): Interval {
  if (!(attempts > 0)) {
    throw new RangeError(`attempts must be above 0, got ${attempts}`);
  }
  const square = normalQuantile((1 + confidence) / 2, 0, 1) ** 2;
  const share = successes / attempts;
  const middle = (share + square / (2 * attempts)) / (1 + square / attempts);
  const reach = Math.sqrt(
    square * (share * (1 - share) / attempts + square / (4 * attempts ** 2)),
  ) / (1 + square / attempts);
  // Of all and of none, the share is an end, which rounding would leave out.
  return [
    Math.max(0, Math.min(share, middle - reach)),
    Math.min(1, Math.max(share, middle + reach)),
  ];
}

/**
 * Where the difference of two shares lies, the next without the base's: the square
 * and add method of Newcombe, "Interval Estimation for the Difference between
 * Independent Proportions", Statistics in Medicine 17(8), 1998, number 10.
 *
 * @throws {RangeError} If a side had no attempts.
 *
 * @example
 * ```ts
 * import { proportionDifferenceInterval } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const [, high] = proportionDifferenceInterval(
 *   { successes: 997, attempts: 1000 },
 *   { successes: 980, attempts: 1000 },
 * );
 * assertLess(high, 0);
 * ```
 */
export function proportionDifferenceInterval(
  base: Proportion,
  next: Proportion,
  options: ConfidenceOptions = {},
): Interval {
  const [baseLow, baseHigh] = proportionInterval(base, options);
  const [nextLow, nextHigh] = proportionInterval(next, options);
  const baseShare = base.successes / base.attempts;
  const nextShare = next.successes / next.attempts;
  const difference = nextShare - baseShare;
  return [
    difference - Math.hypot(nextShare - nextLow, baseHigh - baseShare),
    difference + Math.hypot(nextHigh - nextShare, baseShare - baseLow),
  ];
}
