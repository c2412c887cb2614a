import tCdf from "@stdlib/stats-base-dists-t-cdf";
import { fiellerInterval } from "./fieller_interval.ts";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";
import type { Moments } from "./moments.ts";
import { studentQuantile } from "./_student_quantile.ts";

/** What a test of two means says. */
export interface WelchTest {
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
  /** How often two sets with one mean would be so far apart, or further. */
  readonly p: number;
}

/**
 * Whether the means of two sets of independent samples differ, which may differ in
 * number and spread: the test of Welch, "The Generalization of 'Student's' Problem
 * when Several Different Population Variances are Involved", Biometrika 34, 1947.
 * The interval of the change is Fieller's.
 *
 * Of two sets without any spread, p is 1 if they are equal and 0 if not.
 *
 * @throws {RangeError} If a side has fewer than two samples.
 *
 * @example Five runs before a change and five after it
 * ```ts
 * import { momentsOf, welchTTest } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const before = momentsOf([100, 103, 98, 101, 99]);
 * const after = momentsOf([110, 112, 108, 111, 113]);
 * assertLess(welchTTest(before, after).p, 0.001);
 * ```
 */
export function welchTTest(
  base: Moments,
  next: Moments,
  { confidence = USUAL_CONFIDENCE }: ConfidenceOptions = {},
): WelchTest {
  requireTwo("base", base);
  requireTwo("next", next);
  const difference = next.mean - base.mean;
  const baseVariance = base.stdev ** 2 / base.count;
  const nextVariance = next.stdev ** 2 / next.count;
  const error = Math.sqrt(baseVariance + nextVariance);
  const welchs = (baseVariance + nextVariance) ** 2 /
    (baseVariance ** 2 / (base.count - 1) +
      nextVariance ** 2 / (next.count - 1));
  // Of no spread, or one beyond all numbers, there is nothing to work them out from.
  const degreesOfFreedom = Number.isFinite(welchs)
    ? welchs
    : base.count + next.count - 2;
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
      { mean: base.mean, variance: baseVariance },
      { mean: next.mean, variance: nextVariance },
      reach,
    ),
    statistic,
    degreesOfFreedom,
    p: Math.min(1, 2 * tCdf(-Math.abs(statistic), degreesOfFreedom)),
  };
}

function requireTwo(side: string, { count }: Moments): void {
  if (!(count >= 2)) {
    throw new RangeError(`${side} must have at least 2 samples, got ${count}`);
  }
}
