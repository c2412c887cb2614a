import tCdf from "@stdlib/stats-base-dists-t-cdf";
import { fiellerInterval } from "./fieller_interval.ts";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";
import type { Moments } from "./moments.ts";
import { studentQuantile } from "./_student_quantile.ts";

/** What a test of one value against several says. */
export interface SingleCaseTest {
  /** The next value, or mean, without the base's. */
  readonly difference: number;
  /** Where the true difference lies. */
  readonly differenceInterval: Interval;
  /** The difference as a part of the base; `undefined` if that is 0. */
  readonly change: number | undefined;
  /** Where the true change lies; `undefined` if the base might as well be 0. */
  readonly changeInterval: Interval | undefined;
  /** Student's t. */
  readonly statistic: number;
  /** Of Student's t. */
  readonly degreesOfFreedom: number;
  /** How often one more value of the several would be so far from them, or further. */
  readonly p: number;
}

/**
 * Whether one value is of the same kind as several others, which alone tell how
 * such values are spread: Crawford and Howell, "Comparing an Individual's Test Score
 * against Norms Derived from Small Samples", The Clinical Neuropsychologist 12(4),
 * 1998. Either side may be the one.
 *
 * @throws {RangeError} Unless one side is a single value and the other is not.
 *
 * @example A run against four of before
 * ```ts
 * import { momentsOf, singleCaseTest } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const before = momentsOf([100, 103, 98, 101]);
 * assertLess(singleCaseTest(before, momentsOf([120])).p, 0.01);
 * ```
 */
export function singleCaseTest(
  base: Moments,
  next: Moments,
  { confidence = USUAL_CONFIDENCE }: ConfidenceOptions = {},
): SingleCaseTest {
  const several = base.count > next.count ? base : next;
  if (!(several.count >= 2 && Math.min(base.count, next.count) === 1)) {
    throw new RangeError(
      `one side must have one value and the other several, got ${base.count} and ${next.count}`,
    );
  }
  const variance = several.stdev ** 2;
  const degreesOfFreedom = several.count - 1;
  const difference = next.mean - base.mean;
  const error = Math.sqrt(variance * (1 + 1 / several.count));
  const statistic = difference === 0 ? 0 : difference / error;
  const reach = studentQuantile((1 + confidence) / 2, degreesOfFreedom);
  return {
    difference,
    differenceInterval: [
      difference - reach * error,
      difference + reach * error,
    ],
    change: base.mean === 0 ? undefined : difference / base.mean,
    changeInterval: fiellerInterval(
      { mean: base.mean, variance: variance / base.count },
      { mean: next.mean, variance: variance / next.count },
      reach,
    ),
    statistic,
    degreesOfFreedom,
    p: Math.min(1, 2 * tCdf(-Math.abs(statistic), degreesOfFreedom)),
  };
}
