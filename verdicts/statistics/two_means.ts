import tCdf from "@stdlib/stats-base-dists-t-cdf";
import { type EstimatedMean, fiellerInterval } from "./fieller_interval.ts";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";
import { studentQuantile } from "./_student_quantile.ts";

/** What a t-test of two means says. */
export interface MeansTest {
  /** The next mean without the base's. */
  readonly difference: number;
  /** Where the true difference lies. */
  readonly differenceInterval: Interval;
  /** The difference as a part of the base's mean; `undefined` if that is 0. */
  readonly change: number | undefined;
  /**
   * Where the true change lies: it leaves 0 out just where `differenceInterval`
   * does. `undefined` if the base's mean might as well be 0.
   */
  readonly changeInterval: Interval | undefined;
  /** Student's t. */
  readonly statistic: number;
  /** Of Student's t; no whole number as a rule. */
  readonly degreesOfFreedom: number;
  /** How often two means that are the same would come out so far apart, or further. */
  readonly p: number;
}

/** Tests two means by Student's t with so many degrees of freedom. */
export function meansTest(
  base: EstimatedMean,
  next: EstimatedMean,
  degreesOfFreedom: number,
  { confidence = USUAL_CONFIDENCE }: ConfidenceOptions,
): MeansTest {
  const difference = next.mean - base.mean;
  const error = Math.sqrt(base.variance + next.variance);
  const statistic = difference === 0 ? 0 : difference / error;
  const reach = studentQuantile((1 + confidence) / 2, degreesOfFreedom);
  return {
    difference,
    differenceInterval: [
      difference - reach * error,
      difference + reach * error,
    ],
    change: base.mean === 0 ? undefined : difference / base.mean,
    changeInterval: fiellerInterval(base, next, reach),
    statistic,
    degreesOfFreedom,
    p: Math.min(1, 2 * tCdf(-Math.abs(statistic), degreesOfFreedom)),
  };
}
