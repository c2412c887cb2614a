import type { Summary } from "../../benchmarks/statistics.ts";
import type { Box, ChartPoint } from "../chart.ts";

/** A summary as a box. */
export function boxOf(
  summary: Summary,
): Pick<Box, "min" | "p25" | "median" | "p75" | "p99" | "max" | "mean"> {
  const { min, p25, median, p75, p99, max, mean } = summary;
  return {
    min,
    ...p25 === undefined ? {} : { p25 },
    median,
    p75,
    p99,
    max,
    mean,
  };
}

/**
 * Which value which share of the samples lies below, up to the last share that
 * a sample stands for: of 1,000 samples, that is 99.9 %.
 */
export function percentilePoints(summary: Summary): ChartPoint[] {
  const { median, p75, p90, p95, p99, p999 } = summary;
  const known = summary.distribution ?? [
    [0.5, median],
    [0.75, p75],
    [0.9, p90],
    [0.95, p95],
    [0.99, p99],
    [0.999, p999],
  ];
  return known
    .filter(([share]) => share <= 1 - 1 / summary.count)
    .map(([x, y]) => ({ x, y }));
}
