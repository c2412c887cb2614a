import type { Summary } from "../../benchmarks/statistics.ts";
import { percentileCurve } from "../../benchmarks/percentile_curve.ts";

/** Of a normal distribution, 95 % lie within so many standard deviations. */
const DEVIATIONS = 1.96;
/** Of fewer, even the least and the greatest enclose the median too seldom. */
const LEAST_SAMPLES = 6;

/**
 * Where a percentile lies, at 95 % or more, whatever the distribution: between the
 * values at the ranks that are that likely to enclose it, as the binomial
 * distribution has it, approximated by the normal one (Conover, "Practical
 * Nonparametric Statistics", 3rd edition, section 3.2).
 *
 * Of a rank that the summary does not tell, the next further out is taken: what
 * lies between two points of a curve may be a leap as well as a slope.
 *
 * `undefined` for too few samples, or too few above the percentile.
 */
export function percentileInterval(
  summary: Summary,
  share: number,
): [low: number, high: number] | undefined {
  const { count, max, min } = summary;
  const reach = DEVIATIONS * Math.sqrt(share * (1 - share) / count);
  if (!(count >= LEAST_SAMPLES && share + reach <= 1)) return undefined;
  // The rank of the least is 1, and no share lies below it.
  const shareBelow = (rank: number) => (rank - 1) / (count - 1);
  const low = shareBelow(Math.ceil(count * (share - reach)));
  const high = shareBelow(Math.ceil(count * (share + reach)));
  const curve = percentileCurve(summary);
  return [
    curve.findLast(([at]) => at <= low)?.[1] ?? min,
    curve.find(([at]) => at >= high)?.[1] ?? max,
  ];
}
