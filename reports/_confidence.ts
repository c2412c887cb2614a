import type { Summary } from "../benchmarks/statistics.ts";

/** Of a normal distribution, 95 % lie within so many standard deviations. */
const DEVIATIONS = 1.96;
/**
 * Notches of box plots: two medians differ, at about 95 %, where they do not overlap.
 *
 * McGill, Tukey and Larsen, "Variations of Box Plots", The American Statistician
 * 32(1), 1978.
 */
const NOTCH = 1.57;
/** With fewer, an interval would promise what samples do not hold. */
const LEAST_SAMPLES = 5;

/** Where a median lies, at 95 %; `undefined` for too few samples, or an old document. */
export function medianInterval(
  summary: Summary,
): [low: number, high: number] | undefined {
  const { count, median, p25, p75 } = summary;
  if (p25 === undefined || count < LEAST_SAMPLES) return undefined;
  const notch = NOTCH * (p75 - p25) / Math.sqrt(count);
  return [median - notch, median + notch];
}

/**
 * Where a percentile lies, at 95 %, whatever the distribution: between the values
 * at the ranks that are that likely to enclose it, as the binomial distribution
 * has it, approximated by the normal one (Conover, "Practical Nonparametric
 * Statistics", 3rd edition, section 3.2).
 *
 * `undefined` where the summary has no distribution, or too few samples for a
 * rank above.
 */
export function percentileInterval(
  { count, distribution }: Summary,
  share: number,
): [low: number, high: number] | undefined {
  if (distribution === undefined) return undefined;
  const reach = DEVIATIONS * Math.sqrt(share * (1 - share) / count);
  if (share + reach >= 1) return undefined;
  return [
    valueAt(distribution, Math.max(0, share - reach)),
    valueAt(distribution, share + reach),
  ];
}

function valueAt(
  distribution: NonNullable<Summary["distribution"]>,
  share: number,
): number {
  const after = distribution.findIndex(([at]) => at >= share);
  const [at, value] = distribution[Math.max(after, 0)];
  if (after <= 0) return value;
  const [from, below] = distribution[after - 1];
  return below + (value - below) * (share - from) / (at - from);
}
