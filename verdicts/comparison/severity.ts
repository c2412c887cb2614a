import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";

/** How bad it is that something is worse. */
export type Severity = "none" | "warning" | "critical";

/** From how much of a loss on something is so severe. */
interface Thresholds {
  readonly warning: number;
  readonly critical: number;
}

/** A tenth worse is worth a look, a quarter is not to be merged. */
const USUAL: Thresholds = { warning: 0.1, critical: 0.25 };
/** Of requests that succeeded: who loses one in a hundred has users who notice. */
const OF_SHARES: Thresholds = { warning: 0.01, critical: 0.05 };

/** How severe a loss is: a part of the base's value, or of a share, what it lost of 1. */
export function severityOf(loss: number, unit: MetricUnit): Severity {
  const { warning, critical } = unit === "share" ? OF_SHARES : USUAL;
  if (loss > critical) return "critical";
  return loss > warning ? "warning" : "none";
}

/** Severities from the least on. */
export const SEVERITIES: readonly Severity[] = ["none", "warning", "critical"];

/** The gravest of some severities. */
export function gravest(severities: Iterable<Severity>): Severity {
  return SEVERITIES[
    Math.max(0, ...[...severities].map((one) => SEVERITIES.indexOf(one)))
  ];
}
