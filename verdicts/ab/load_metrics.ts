import type { AbMetric } from "../../benchmarks/ab_record.ts";
import type { LoadResult } from "../../benchmarks/load/mod.ts";

/** What blocks of load are compared by. */
export const LOAD_METRICS = ["median", "mean", "p99", "throughput"] as const;

/** One of {@linkcode LOAD_METRICS}. */
export type LoadMetricName = typeof LOAD_METRICS[number];

/** Those metrics, the one that decides first. */
export function loadMetrics(
  decidedBy: LoadMetricName,
): [AbMetric, ...AbMetric[]] {
  const metric = (name: LoadMetricName): AbMetric =>
    name === "throughput"
      ? { name, unit: "1/s", better: "higher" }
      : { name, unit: "s", better: "lower" };
  return [
    metric(decidedBy),
    ...LOAD_METRICS.filter((name) => name !== decidedBy).map(metric),
  ];
}

/** What a block of load has of them. */
export function loadValues(
  { response_time, throughput }: LoadResult,
): Readonly<Record<string, number>> {
  return response_time === undefined ? {} : {
    median: response_time.median,
    mean: response_time.mean,
    p99: response_time.p99,
    throughput,
  };
}
