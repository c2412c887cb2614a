import { cliffsDelta } from "../statistics/cliffs_delta.ts";
import { hodgesLehmann } from "../statistics/hodges_lehmann.ts";
import { mannWhitney } from "../statistics/mann_whitney.ts";
import type { Evidence } from "./_evidence.ts";
import { independentCounts } from "./_independent_counts.ts";

/** The dependence is estimated too, from the samples themselves: that costs so many. */
const SPENT_ON_DEPENDENCE = 2;

/**
 * What the samples of two runs say of a typical one. Samples of one sitting depend
 * on each other, so that the ranks' variance is that of as many independent ones as
 * tell as much; this keeps all samples in use, where means of batches would need
 * hundreds a batch.
 *
 * `undefined` for too few samples, or durations that are none.
 */
export function evidenceOfSamples(
  base: readonly number[],
  next: readonly number[],
): Evidence | undefined {
  const independent = independentCounts(base, next);
  if (independent === undefined) return undefined;
  if (![...base, ...next].every((sample) => sample > 0)) return undefined;
  const varianceFactor = (1 / (independent.base - SPENT_ON_DEPENDENCE) +
    1 / (independent.next - SPENT_ON_DEPENDENCE)) /
    (1 / base.length + 1 / next.length);
  const { p, u } = mannWhitney(base, next, { varianceFactor });
  const { delta, magnitude } = cliffsDelta(u, base.length, next.length);
  // What is slower is so many times as slow: of logarithms, a shift is a ratio.
  const { shift, interval } = hodgesLehmann(
    base.map(Math.log),
    next.map(Math.log),
    { varianceFactor },
  );
  return {
    change: Math.expm1(shift),
    interval: interval && [Math.expm1(interval[0]), Math.expm1(interval[1])],
    test: {
      kind: "mann_whitney",
      base_count: Math.floor(independent.base),
      next_count: Math.floor(independent.next),
      p,
      effect: { kind: "cliffs_delta", size: delta, magnitude },
    },
  };
}
