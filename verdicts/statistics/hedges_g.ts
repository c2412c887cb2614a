import { type Magnitude, magnitudeOf } from "./magnitude.ts";
import type { Moments } from "./moments.ts";

/** How far apart two means are. */
export interface HedgesG {
  /** In standard deviations; above 0 if the next mean is the greater. */
  readonly g: number;
  /** In words. */
  readonly magnitude: Magnitude;
}

/** Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd edition, 1988. */
const BOUNDS = [0.2, 0.5, 0.8] as const;

/**
 * How far apart two means are, in standard deviations of both sides together,
 * without the bias of few samples: Hedges, "Distribution Theory for Glass's
 * Estimator of Effect Size and Related Estimators", Journal of Educational
 * Statistics 6(2), 1981. Infinite where nothing has any spread.
 *
 * @example
 * ```ts
 * import { hedgesG, momentsOf } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const { magnitude } = hedgesG(momentsOf([1, 2, 3]), momentsOf([7, 8, 9]));
 * assertEquals(magnitude, "large");
 * ```
 */
export function hedgesG(base: Moments, next: Moments): HedgesG {
  const degreesOfFreedom = base.count + next.count - 2;
  const pooled = Math.sqrt(
    ((base.count - 1) * base.stdev ** 2 + (next.count - 1) * next.stdev ** 2) /
      degreesOfFreedom,
  );
  const difference = next.mean - base.mean;
  const g = difference === 0
    ? 0
    : difference / pooled * (1 - 3 / (4 * degreesOfFreedom - 1));
  return { g, magnitude: magnitudeOf(g, BOUNDS) };
}
