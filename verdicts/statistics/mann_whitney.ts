import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { exactTail } from "./_mann_whitney_distribution.ts";
import type { DependenceOptions } from "./effective_sample_size.ts";

/** What a test of two sets of samples by their ranks says. */
export interface MannWhitneyTest {
  /** In how many pairs the next sample is above the base's; those that tie count half. */
  readonly u: number;
  /** How often two sets of one distribution would be so far apart, or further. */
  readonly p: number;
  /** How p was found. */
  readonly method: "exact" | "normal";
}

/** Up to so many samples on the smaller side, p is exact, if no two are equal. */
const MOST_EXACT = 8;

/**
 * Whether one of two sets of samples tends to be above the other, however they are
 * distributed: Mann and Whitney, "On a Test of Whether One of Two Random Variables
 * Is Stochastically Larger than the Other", Annals of Mathematical Statistics
 * 18(1), 1947. Two-sided; exact where a side is small and nothing ties, else by the
 * normal distribution, with the corrections for ties and continuity.
 *
 * @throws {RangeError} If a side has no samples.
 *
 * @example
 * ```ts
 * import { mannWhitney } from "@x/rpcbench/verdicts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(mannWhitney([1, 2, 3, 4], [5, 6, 7, 8]).p, 2 / 70);
 * ```
 */
export function mannWhitney(
  base: ArrayLike<number>,
  next: ArrayLike<number>,
  { varianceFactor = 1 }: DependenceOptions = {},
): MannWhitneyTest {
  if (base.length === 0 || next.length === 0) {
    throw new RangeError("each side must have at least one sample, got none");
  }
  const { u, ties } = compareAll(
    Float64Array.from(base).sort(),
    Float64Array.from(next).sort(),
  );
  const pairs = base.length * next.length;
  const far = Math.max(u, pairs - u);
  const isSmall = Math.min(base.length, next.length) <= MOST_EXACT;
  if (isSmall && ties === 0 && varianceFactor === 1) {
    const p = Math.min(1, 2 * exactTail(base.length, next.length, far));
    return { u, p, method: "exact" };
  }
  const all = base.length + next.length;
  const variance = varianceFactor * pairs / 12 *
    (all + 1 - ties / (all * (all - 1)));
  if (variance <= 0) return { u, p: 1, method: "normal" };
  // A whole number of pairs stands for all numbers that round to it.
  const deviations = (far - pairs / 2 - 0.5) / Math.sqrt(variance);
  const p = Math.min(1, 2 * normalCdf(-deviations, 0, 1));
  return { u, p, method: "normal" };
}

/** U of the next samples, and Σ(t³ − t) over all groups of t equal ones. */
function compareAll(
  base: Float64Array,
  next: Float64Array,
): { u: number; ties: number } {
  let u = 0;
  let ties = 0;
  for (let i = 0, j = 0; i < base.length || j < next.length;) {
    const value = Math.min(base[i] ?? Infinity, next[j] ?? Infinity);
    const below = i;
    const before = j;
    while (base[i] === value) i++;
    while (next[j] === value) j++;
    u += (j - before) * (below + (i - below) / 2);
    const equal = i - below + (j - before);
    ties += equal ** 3 - equal;
  }
  return { u, ties };
}
