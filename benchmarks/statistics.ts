import { distributionOf } from "./_distribution.ts";
import { keptSamples } from "./_kept_samples.ts";
import { RunningMoments } from "./running_moments.ts";

/**
 * What a set of samples looks like: the SUMMARY of the result document, in the unit of the samples.
 *
 * Median and percentiles interpolate as {@linkcode percentile} does.
 */
export interface Summary {
  /** Arithmetic mean. */
  readonly mean: number;
  /** Half of the samples lie below. */
  readonly median: number;
  /** Least sample. */
  readonly min: number;
  /** Greatest sample. */
  readonly max: number;
  /** Standard deviation of a sample (n − 1), 0 for a single one. */
  readonly stdev: number;
  /** 25 % of the samples lie below; absent from documents of before it was kept. */
  readonly p25?: number;
  /** 75 % of the samples lie below. */
  readonly p75: number;
  /** 90 % of the samples lie below. */
  readonly p90: number;
  /** 95 % of the samples lie below. */
  readonly p95: number;
  /** 99 % of the samples lie below. */
  readonly p99: number;
  /** 99.9 % of the samples lie below. */
  readonly p999: number;
  /** How many samples there are. */
  readonly count: number;
  /**
   * Shares of the samples, from 0 to 1 and rising, each with the value that they
   * lie below, to six digits: a curve of some 50 points at most, denser towards 1.
   * Only where it is worth its room.
   */
  readonly distribution?: readonly (readonly [share: number, value: number])[];
  /**
   * Some 500 of the samples at most, evenly spread over all, in the order in which
   * they came, to four digits: what tells whether two runs differ. Only where it is
   * worth its room, and the samples were few enough to be kept exactly.
   */
  readonly samples?: readonly number[];
}

/** What of samples a {@linkcode Summary} tells. */
export interface SummaryOptions {
  /** Whether it has the `distribution`, to be drawn. Default `false`. */
  readonly distribution?: boolean;
  /** Whether it has some of the `samples`, to be compared. Default `false`. */
  readonly samples?: boolean;
}

/**
 * Summarizes samples in any order and any unit; they are left as they were.
 *
 * @throws {RangeError} If there are no samples, or one is not a finite number.
 *
 * @example
 * ```ts
 * import { summarize } from "@x/rpcbench/benchmarks";
 *
 * const { median, p99 } = summarize([0.0021, 0.0019, 0.0020, 0.0154]);
 * console.log(`${median} s at the median, ${p99} s at the 99th percentile`);
 * ```
 */
export function summarize(
  samples: Iterable<number>,
  options: SummaryOptions = {},
): Summary {
  const inOrder = Float64Array.from(samples);
  const sorted = sort(inOrder);
  const moments = new RunningMoments();
  for (const sample of sorted) moments.add(sample);
  return {
    ...summarizeRanks(moments, (rank) => sorted[rank], options),
    ...options.samples ? { samples: keptSamples(inOrder) } : {},
  };
}

/**
 * The value that a fraction of the samples (0 to 1) lie below, interpolated linearly between the
 * two samples around it; `sortedSamples` are in ascending order.
 *
 * This is type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
 * Statistician 50(4), 1996, which is also what numpy does by default.
 *
 * @throws {RangeError} If there are no samples, they are not in ascending order, or `fraction` is
 * not between 0 and 1.
 *
 * @example
 * ```ts
 * import { percentile } from "@x/rpcbench/benchmarks";
 *
 * console.log(percentile([1, 2, 3, 4], 0.75)); // 3.25
 * ```
 */
export function percentile(
  sortedSamples: ArrayLike<number>,
  fraction: number,
): number {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`fraction must be between 0 and 1, got ${fraction}`);
  }
  if (sortedSamples.length === 0) {
    throw new RangeError(
      "sortedSamples must hold at least one sample, got none",
    );
  }
  for (let i = 0; i < sortedSamples.length; i++) {
    // Written so that NaN, which has no place in any order, fails too.
    if (!(sortedSamples[i] >= sortedSamples[Math.max(i - 1, 0)])) {
      throw new RangeError(
        `sortedSamples must be in ascending order, got ${
          sortedSamples[i]
        } at index ${i}`,
      );
    }
  }
  return quantile(
    sortedSamples.length,
    fraction,
    (rank) => sortedSamples[rank],
  );
}

/**
 * The value in the middle of samples in any order: the mean of the middle two if their number is
 * even.
 *
 * @throws {RangeError} If there are no samples, or one is not a finite number.
 *
 * @example
 * ```ts
 * import { median } from "@x/rpcbench/benchmarks";
 *
 * console.log(median([9, 1, 2, 4])); // 3
 * ```
 */
export function median(samples: Iterable<number>): number {
  const sorted = sort(samples);
  return quantile(sorted.length, 0.5, (rank) => sorted[rank]);
}

/**
 * Summarizes samples that are known by their moments and by the value at each rank, counted from 0
 * in ascending order.
 *
 * @internal
 * @throws {RangeError} If there are no samples.
 */
export function summarizeRanks(
  moments: RunningMoments,
  valueAt: (rank: number) => number,
  { distribution = false }: SummaryOptions = {},
): Summary {
  const { count, mean, min, max, stdev } = moments;
  if (count === 0) {
    throw new RangeError("samples must hold at least one sample, got none");
  }
  const at = (fraction: number): number => quantile(count, fraction, valueAt);
  return {
    mean,
    median: at(0.5),
    min,
    max,
    stdev,
    p25: at(0.25),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p999: at(0.999),
    count,
    ...distribution
      ? { distribution: distributionOf({ count, min, max, valueBelow: at }) }
      : {},
  };
}

function quantile(
  count: number,
  fraction: number,
  valueAt: (rank: number) => number,
): number {
  const position = (count - 1) * fraction;
  const rank = Math.floor(position);
  const below = valueAt(rank);
  if (rank === position) return below;
  return below + (valueAt(rank + 1) - below) * (position - rank);
}

function sort(samples: Iterable<number>): Float64Array {
  const sorted = Float64Array.from(samples).sort();
  if (sorted.length === 0) {
    throw new RangeError("samples must hold at least one sample, got none");
  }
  // Sorting puts −Infinity first, and Infinity and then NaN last.
  for (const extreme of [sorted[0], sorted[sorted.length - 1]]) {
    if (!Number.isFinite(extreme)) {
      throw new RangeError(`samples must be finite numbers, got ${extreme}`);
    }
  }
  return sorted;
}
