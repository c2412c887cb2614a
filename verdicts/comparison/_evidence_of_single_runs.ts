import type { JudgedMetric } from "../../benchmarks/metrics/judged_metrics.ts";
import type { Summary } from "../../benchmarks/statistics.ts";
import type { Evidence } from "./_evidence.ts";
import { evidenceOfMeans } from "./_evidence_of_means.ts";
import { evidenceOfPercentile } from "./_evidence_of_percentile.ts";
import { evidenceOfSamples } from "./_evidence_of_samples.ts";

/**
 * What one run on each side says of a metric, by what it was made of; `undefined` if
 * they do not say anything.
 */
export function evidenceOfSingleRuns(
  before: JudgedMetric,
  after: JudgedMetric,
): Evidence | undefined {
  if (before.summary === undefined || after.summary === undefined) {
    return undefined;
  }
  if (before.basis === "iterations") {
    const several = Math.min(before.summary.count, after.summary.count) > 1;
    return several
      ? evidenceOfMeans(before.summary, after.summary, "ratio")
      : undefined;
  }
  return isPercentile(before)
    ? evidenceOfPercentile(before.summary, after.summary)
    : evidenceOfKept(before.summary, after.summary);
}

function isPercentile({ path }: JudgedMetric): boolean {
  return /\.p99(#\d+)?$/.test(path);
}

function evidenceOfKept(base: Summary, next: Summary): Evidence | undefined {
  return base.samples === undefined || next.samples === undefined
    ? undefined
    : evidenceOfSamples(base.samples, next.samples);
}
