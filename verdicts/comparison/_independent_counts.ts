import { effectiveSampleSize } from "../statistics/effective_sample_size.ts";

/**
 * Who has fewer independent samples says nothing: how much they depend on each
 * other is then not known well enough. Simulated with first-order autoregression,
 * this keeps false alarms at 5 % or about.
 */
const LEAST = 20;

/** How many independent samples each side is worth. */
export interface IndependentCounts {
  readonly base: number;
  readonly next: number;
}

/**
 * How many independent samples each side is worth, by the order of all samples
 * together, which no outlier can dominate; `undefined` if they are too few.
 */
export function independentCounts(
  base: readonly number[],
  next: readonly number[],
): IndependentCounts | undefined {
  if (Math.min(base.length, next.length) < LEAST) return undefined;
  const ranks = ranksOf([...base, ...next]);
  const counts = {
    base: effectiveSampleSize(ranks.subarray(0, base.length)),
    next: effectiveSampleSize(ranks.subarray(base.length)),
  };
  return Math.min(counts.base, counts.next) < LEAST ? undefined : counts;
}

/** The place of each sample in the order of all; equal ones have the mean of theirs. */
function ranksOf(samples: readonly number[]): Float64Array {
  const sorted = Float64Array.from(samples).sort();
  return Float64Array.from(samples, (sample) => {
    const below = countWhile(sorted, (other) => other < sample);
    const upTo = countWhile(sorted, (other) => other <= sample);
    return (below + upTo - 1) / 2;
  });
}

/** How many of sorted numbers come before the first of which something no longer holds. */
function countWhile(
  sorted: Float64Array,
  holds: (value: number) => boolean,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
