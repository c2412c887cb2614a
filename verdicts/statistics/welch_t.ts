import type { EstimatedMean } from "./fieller_interval.ts";
import type { ConfidenceOptions } from "./interval.ts";
import { type MeansTest, meansTest } from "./two_means.ts";
import type { Moments } from "./moments.ts";

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
  options: ConfidenceOptions = {},
): MeansTest {
  requireTwo("base", base);
  requireTwo("next", next);
  const before = estimated(base);
  const after = estimated(next);
  const welchs = (before.variance + after.variance) ** 2 /
    (before.variance ** 2 / (base.count - 1) +
      after.variance ** 2 / (next.count - 1));
  // Of no spread, or one beyond all numbers, there is nothing to work them out from.
  const degreesOfFreedom = Number.isFinite(welchs)
    ? welchs
    : base.count + next.count - 2;
  return meansTest(before, after, degreesOfFreedom, options);
}

function estimated({ count, mean, stdev }: Moments): EstimatedMean {
  return { mean, variance: stdev ** 2 / count };
}

function requireTwo(side: string, { count }: Moments): void {
  if (!(count >= 2)) {
    throw new RangeError(`${side} must have at least 2 samples, got ${count}`);
  }
}
