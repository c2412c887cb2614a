import type { Interval } from "./interval.ts";

/** A mean, and the variance of that mean: the samples' by their number. */
export interface EstimatedMean {
  /** The mean itself. */
  readonly mean: number;
  /** How far it may be off, squared. */
  readonly variance: number;
}

/**
 * Where the change from one mean to another lies, as a part of the first: of all
 * ratios those that a test with this critical value would not reject (Fieller,
 * "Some Problems in Interval Estimation", Journal of the Royal Statistical Society
 * B 16(2), 1954).
 *
 * `undefined` if the base's mean is not above 0 beyond doubt: then any ratio might
 * be.
 */
export function fiellerInterval(
  base: EstimatedMean,
  next: EstimatedMean,
  critical: number,
): Interval | undefined {
  const square = critical ** 2;
  const leading = base.mean ** 2 - square * base.variance;
  if (!(base.mean > 0 && leading > 0)) return undefined;
  const middle = base.mean * next.mean;
  const last = next.mean ** 2 - square * next.variance;
  // Rounding may bring it below 0 where nothing has any spread.
  const root = Math.sqrt(Math.max(0, middle ** 2 - leading * last));
  return [(middle - root) / leading - 1, (middle + root) / leading - 1];
}
