import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import type { DependenceOptions } from "./effective_sample_size.ts";
import {
  type ConfidenceOptions,
  type Interval,
  USUAL_CONFIDENCE,
} from "./interval.ts";

/** By how much one set of samples is above another. */
export interface Shift {
  /** The median of the differences between each next sample and each of the base's. */
  readonly shift: number;
  /** Where the true shift lies; `undefined` for too few samples. */
  readonly interval: Interval | undefined;
}

/**
 * By how much one set of samples is above another, whose test is
 * {@linkcode mannWhitney}: the estimate of Hodges and Lehmann, "Estimates of
 * Location Based on Rank Tests", Annals of Mathematical Statistics 34(2), 1963;
 * the interval as Hollander and Wolfe have it, "Nonparametric Statistical Methods",
 * 2nd edition, section 4.3, by the normal distribution.
 *
 * Of the logarithms of samples, it is the logarithm of their ratio.
 *
 * @throws {RangeError} If a side has no samples.
 *
 * @example
 * ```ts
 * import { hodgesLehmann } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const { shift } = hodgesLehmann([1, 2, 3, 4, 5], [3, 4, 5, 6, 7]);
 * assertEquals(shift, 2);
 * ```
 */
export function hodgesLehmann(
  base: ArrayLike<number>,
  next: ArrayLike<number>,
  { confidence = USUAL_CONFIDENCE, varianceFactor = 1 }:
    & ConfidenceOptions
    & DependenceOptions = {},
): Shift {
  const pairs = base.length * next.length;
  if (pairs === 0) {
    throw new RangeError("each side must have at least one sample, got none");
  }
  const differenceAt = differences(
    Float64Array.from(base).sort(),
    Float64Array.from(next).sort(),
  );
  const middle = (pairs + 1) / 2;
  const variance = varianceFactor * pairs * (base.length + next.length + 1) /
    12;
  const reach = normalQuantile((1 + confidence) / 2, 0, 1) *
    Math.sqrt(variance);
  const rank = Math.floor(pairs / 2 - reach);
  return {
    shift:
      (differenceAt(Math.floor(middle)) + differenceAt(Math.ceil(middle))) /
      2,
    interval: rank < 1
      ? undefined
      : [differenceAt(rank), differenceAt(pairs + 1 - rank)],
  };
}

/** How often an interval of doubles can be halved until nothing is left of it. */
const HALVINGS = 64;

/**
 * The difference at a rank, counted from 1, among those of all pairs, without
 * making a list of them: the value that so many lie below, closed in on from both
 * sides.
 */
function differences(
  base: Float64Array,
  next: Float64Array,
): (rank: number) => number {
  const least = next[0] - base[base.length - 1];
  const greatest = next[next.length - 1] - base[0];
  return (rank) => {
    let low = least;
    let high = greatest;
    for (let i = 0; i < HALVINGS && low < high; i++) {
      const middle = low + (high - low) / 2;
      if (middle >= high || middle < low) break;
      if (countUpTo(base, next, middle) >= rank) high = middle;
      else if (low === middle) break;
      else low = middle;
    }
    return high;
  };
}

/** How many pairs differ by a limit at most. */
function countUpTo(
  base: Float64Array,
  next: Float64Array,
  limit: number,
): number {
  let count = 0;
  let below = base.length;
  // The greater the next sample, the fewer of the base's are close enough to it.
  for (let i = 0; i < next.length; i++) {
    while (below > 0 && next[i] - base[base.length - below] > limit) below--;
    count += below;
  }
  return count;
}
