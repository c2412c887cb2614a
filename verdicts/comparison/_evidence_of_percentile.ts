import type { Summary } from "../../benchmarks/statistics.ts";
import { fisherExact, type Proportion } from "../statistics/fisher_exact.ts";
import { percentileInterval } from "../statistics/percentile_interval.ts";
import { ratioInterval } from "../statistics/ratio_interval.ts";
import type { Evidence } from "./_evidence.ts";
import { independentCounts } from "./_independent_counts.ts";

/**
 * What the samples of two runs say of their 99th percentiles: whether one has more
 * of those beyond what 99 % of both together lie below (the median test, of another
 * quantile: Conover, "Practical Nonparametric Statistics", 3rd edition, section
 * 4.3). No more certain than as many independent samples as these are worth.
 *
 * `undefined` for too few samples: some 400 independent ones are the least.
 */
export function evidenceOfPercentile(
  base: Summary,
  next: Summary,
): Evidence | undefined {
  const { samples: before = [] } = base;
  const { samples: after = [] } = next;
  const counts = independentCounts(before, after);
  if (counts === undefined) return undefined;
  const baseCount = Math.floor(counts.base);
  const nextCount = Math.floor(counts.next);
  const baseInterval = percentileInterval({ ...base, count: baseCount }, 0.99);
  const nextInterval = percentileInterval({ ...next, count: nextCount }, 0.99);
  if (baseInterval === undefined || nextInterval === undefined) {
    return undefined;
  }
  const all = Float64Array.from([...before, ...after]).sort();
  const limit = all[Math.ceil(0.99 * all.length) - 1];
  return {
    change: base.p99 > 0 ? next.p99 / base.p99 - 1 : undefined,
    interval: ratioInterval(
      { value: base.p99, interval: baseInterval },
      { value: next.p99, interval: nextInterval },
    ),
    test: {
      kind: "percentile",
      base_count: baseCount,
      next_count: nextCount,
      p: fisherExact(
        countWithin(limit, before, baseCount),
        countWithin(limit, after, nextCount),
      ),
    },
  };
}

/** Of so many samples, as many lie within a limit as of those that were kept. */
function countWithin(
  limit: number,
  samples: readonly number[],
  attempts: number,
): Proportion {
  const within = samples.filter((sample) => sample <= limit).length;
  return {
    successes: Math.round(within / samples.length * attempts),
    attempts,
  };
}
