import { type Magnitude, magnitudeOf } from "./magnitude.ts";

/** How much one set of samples lies above another. */
export interface CliffsDelta {
  /** From −1, where all of the next samples are below all of the base's, to 1. */
  readonly delta: number;
  /** In words. */
  readonly magnitude: Magnitude;
}

/**
 * Romano, Kromrey, Coraggio and Skowronek, "Appropriate Statistics for Ordinal
 * Level Data", Annual Meeting of the Florida Association of Institutional Research,
 * 2006.
 */
const BOUNDS = [0.147, 0.33, 0.474] as const;

/**
 * How much more often a next sample is above a base's than below it, by the U of
 * the next samples: Cliff, "Dominance Statistics: Ordinal Analyses to Answer
 * Ordinal Questions", Psychological Bulletin 114(3), 1993. It is the rank-biserial
 * correlation.
 *
 * @example
 * ```ts
 * import { cliffsDelta, mannWhitney } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const base = [1, 2, 3];
 * const next = [4, 5, 6, 7];
 * const { u } = mannWhitney(base, next);
 * assertEquals(cliffsDelta(u, base.length, next.length).delta, 1);
 * ```
 */
export function cliffsDelta(
  u: number,
  baseCount: number,
  nextCount: number,
): CliffsDelta {
  const delta = 2 * u / (baseCount * nextCount) - 1;
  return { delta, magnitude: magnitudeOf(delta, BOUNDS) };
}
