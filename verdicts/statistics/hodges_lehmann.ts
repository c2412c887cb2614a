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
  const differences = new Differences(
    Float64Array.from(base).sort(),
    Float64Array.from(next).sort(),
  );
  const variance = varianceFactor * pairs * (base.length + next.length + 1) /
    12;
  const reach = normalQuantile((1 + confidence) / 2, 0, 1) *
    Math.sqrt(variance);
  const rank = Math.floor(pairs / 2 - reach);
  return {
    shift: differences.median(),
    interval: rank < 1
      ? undefined
      : [differences.at(rank), differences.at(pairs + 1 - rank)],
  };
}

/** So many halvings leave 10⁻¹⁵ of an interval. */
const HALVINGS = 50;

/** The differences of all pairs in ascending order, without a list of them. */
class Differences {
  readonly #base: Float64Array;
  readonly #next: Float64Array;

  /** Takes both sides in ascending order. */
  constructor(base: Float64Array, next: Float64Array) {
    this.#base = base;
    this.#next = next;
  }

  /** The difference at a rank, counted from 1: closed in on from both sides. */
  at(rank: number): number {
    const base = this.#base;
    const next = this.#next;
    let low = next[0] - base[base.length - 1];
    let high = next[next.length - 1] - base[0];
    for (let i = 0; i < HALVINGS && low < high; i++) {
      const middle = low + (high - low) / 2;
      if (this.#upTo(middle).count >= rank) high = middle;
      else low = middle;
    }
    return high;
  }

  /** The one in the middle, or the mean of the two that are. */
  median(): number {
    const pairs = this.#base.length * this.#next.length;
    const rank = Math.ceil(pairs / 2);
    const middle = this.at(rank);
    if (pairs % 2 === 1) return middle;
    const { count, above } = this.#upTo(middle);
    return count > rank ? middle : (middle + above) / 2;
  }

  /** How many are no more than a limit, and the least that is above it. */
  #upTo(limit: number): { count: number; above: number } {
    const base = this.#base;
    const next = this.#next;
    let count = 0;
    let above = Infinity;
    let first = 0;
    // The greater the next sample, the fewer of the base's are close enough to it.
    for (let i = 0; i < next.length; i++) {
      while (first < base.length && next[i] - base[first] > limit) first++;
      count += base.length - first;
      if (first > 0) above = Math.min(above, next[i] - base[first - 1]);
    }
    return { count, above };
  }
}
