import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import { percentileInterval } from "../statistics/percentile_interval.ts";

/** The shares of samples that lie below the numbers of a summary, by their keys. */
const SHARES: Readonly<Record<string, number>> = {
  median: 0.5,
  p25: 0.25,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
};

/** Where a metric's value lies at 95 %, as its samples tell; `undefined` if they do not. */
export function valueInterval(
  { path, summary }: Metric,
): readonly [low: number, high: number] | undefined {
  if (summary === undefined) return undefined;
  const key = path.replace(/#\d+$/, "").split(".").at(-1) ?? "";
  return Object.hasOwn(SHARES, key)
    ? percentileInterval(summary, SHARES[key])
    : undefined;
}
