import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";

/** Whether it is so many times another that values of a metric are: no share is, and nothing is of 0. */
export function isRatioScaled(
  values: readonly number[],
  unit: MetricUnit,
): boolean {
  return unit !== "share" && values.every((value) => value > 0);
}

/** What stands for the values of several runs: their geometric mean, or of shares and of 0 the arithmetic one. */
export function typicalValue(
  values: readonly number[],
  unit: MetricUnit,
): number {
  if (values.length === 1) return values[0];
  return isRatioScaled(values, unit)
    ? Math.exp(mean(values.map(Math.log)))
    : mean(values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
