import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";
import { momentsOf } from "../statistics/moments.ts";
import type { Evidence } from "./_evidence.ts";
import { evidenceOfMeans } from "./_evidence_of_means.ts";
import { isRatioScaled } from "./typical_value.ts";

/**
 * What the values of several runs say, or of several and one. What slows a run down
 * makes it so many times as slow, so that logarithms are what is spread evenly
 * around a mean, and the interval of a change needs no mean that is surely not 0.
 */
export function evidenceOfRuns(
  base: readonly number[],
  next: readonly number[],
  unit: MetricUnit,
): Evidence | undefined {
  if (!isRatioScaled([...base, ...next], unit)) {
    return evidenceOfMeans(
      momentsOf(base),
      momentsOf(next),
      // What a share loses of 1 is what counts: 1 % of the base's 1 % is nothing.
      unit === "share" ? "difference" : "ratio",
    );
  }
  const evidence = evidenceOfMeans(
    momentsOf(base.map(Math.log)),
    momentsOf(next.map(Math.log)),
    "difference",
  );
  if (evidence === undefined) return undefined;
  const { change, interval } = evidence;
  return {
    ...evidence,
    change: change === undefined ? undefined : Math.expm1(change),
    interval: interval && [Math.expm1(interval[0]), Math.expm1(interval[1])],
  };
}
