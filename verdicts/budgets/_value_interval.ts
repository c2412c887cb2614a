import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import type { Summary } from "../../benchmarks/statistics.ts";
import { effectiveSampleSize } from "../statistics/effective_sample_size.ts";
import type { Interval } from "../statistics/interval.ts";
import { percentileInterval } from "../statistics/percentile_interval.ts";
import { proportionInterval } from "../statistics/proportion_interval.ts";
import { ranksOf } from "../statistics/ranks_of.ts";
import { studentTTest } from "../statistics/student_t.ts";

/** The shares of samples that lie below the numbers of a summary, by their keys. */
const SHARES: Readonly<Record<string, number>> = {
  p25: 0.25,
  median: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
};
/** The share of requests that succeeded, and what it is a share of. */
const SUCCESS_RATE = /\bsuccess_rate(?=(#\d+)?$)/;

/** Of fewer samples, nothing tells how much they depend on each other. */
const LEAST_DEPENDENT = 20;

/**
 * Where a metric's value lies at 95 %, as its samples tell; `undefined` if they do
 * not. Those that were kept in their order count for as many as they are worth;
 * others pass for independent, which samples of one sitting are not quite.
 */
export function valueInterval(
  metric: Metric,
  metrics: readonly Metric[],
): Interval | undefined {
  const { path, summary } = metric;
  if (SUCCESS_RATE.test(path)) return rateInterval(metric, metrics);
  if (summary === undefined) return undefined;
  const independent = independentSamples(summary);
  const key = path.replace(/#\d+$/, "").split(".").at(-1) ?? "";
  if (key === "mean") {
    return independent.count < 2
      ? undefined
      : studentTTest(independent).interval;
  }
  return Object.hasOwn(SHARES, key)
    ? percentileInterval(independent, SHARES[key])
    : undefined;
}

/**
 * As many samples as say as much as these, and are independent. Of more than were
 * kept, those between are not known to add anything, as comparisons have it, too.
 * By ranks, which no outlier can dominate.
 */
function independentSamples(summary: Summary): Summary {
  const { count, samples = [] } = summary;
  if (samples.length < LEAST_DEPENDENT) return summary;
  const worth = Math.floor(effectiveSampleSize(ranksOf(samples)));
  return { ...summary, count: Math.min(count, worth) };
}

function rateInterval(
  { path, server, value }: Metric,
  metrics: readonly Metric[],
): Interval | undefined {
  const counted = path.replace(SUCCESS_RATE, "total_requests");
  const attempts =
    metrics.find((metric) =>
      metric.server === server && metric.path === counted
    )?.value ?? 0;
  return attempts > 0
    ? proportionInterval({ successes: value * attempts, attempts })
    : undefined;
}
