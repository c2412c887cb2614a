import type { ResultDocument } from "../result_document.ts";
import { type Metric, metricsOf } from "./metrics.ts";

/** Which way a metric gets better. */
export type Better = "less" | "more";

/** What a metric's value was made of, as long as there is one run. */
export type MetricBasis =
  /** Samples, one after another. */
  | "samples"
  /** Iterations that repeat the same. */
  | "iterations"
  /** Requests, which succeeded or failed. */
  | "requests"
  /** The run as a whole: it has this number once. */
  | "run";

/** A metric that says how good something is. */
export interface JudgedMetric extends Metric {
  /** Which way it gets better. */
  readonly better: Better;
  /** What its value was made of. */
  readonly basis: MetricBasis;
}

/**
 * What of all metrics says how good something is: few of each kind, since many that
 * say the same make none more certain. What says how it was asked, as connections
 * or a rate that was offered, is neither good nor bad.
 */
const JUDGED: readonly {
  readonly path: RegExp;
  readonly better: Better;
  readonly basis: MetricBasis;
}[] = [
  { path: /^success_rate$/, better: "more", basis: "requests" },
  { path: /^connection_time\.median$/, better: "less", basis: "samples" },
  {
    path: /^(lean_)?latency\.(median|p99)$/,
    better: "less",
    basis: "samples",
  },
  // Deno keeps no samples.
  { path: /^iteration_time\.(mean|p99)$/, better: "less", basis: "run" },
  {
    path: /^latency_by_size\.\d+\.latency\.median$/,
    better: "less",
    basis: "samples",
  },
  {
    path: /^bandwidth_by_size\.\d+\.(upload|download)\.median$/,
    better: "more",
    basis: "samples",
  },
  {
    path: /^binary_transfer\..+\.duration\.median$/,
    better: "less",
    basis: "samples",
  },
  {
    path: /^concurrent(_scaling\.\d+)?\.throughput$/,
    better: "more",
    basis: "run",
  },
  {
    path: /^concurrent(_scaling\.\d+)?\.latency\.(median|p99)$/,
    better: "less",
    basis: "samples",
  },
  {
    path: /^concurrent(_scaling\.\d+)?\.connection_time\.median$/,
    better: "less",
    basis: "samples",
  },
  {
    path: /^cases\..+\.throughput\.mean$/,
    better: "more",
    basis: "iterations",
  },
  {
    path: /^cases\..+\.response_time\.(p50|p99)\.mean$/,
    better: "less",
    basis: "iterations",
  },
  {
    path: /^cases\..+\.connection_time\.median$/,
    better: "less",
    basis: "samples",
  },
  {
    path: /^cases\..+\.(server|client)_cpu_per_request$/,
    better: "less",
    basis: "run",
  },
  { path: /^cases\..+\.compressed_share$/, better: "less", basis: "run" },
  { path: /^load\[.*\]\.throughput$/, better: "more", basis: "run" },
  {
    path: /^load\[.*\]\.response_time\.(median|p99)$/,
    better: "less",
    basis: "samples",
  },
  {
    path:
      /^remote_calls\.statistics\.(network_round_trips|mean_call_duration)$/,
    better: "less",
    basis: "run",
  },
  { path: /^(server|client)_process\.rss_max$/, better: "less", basis: "run" },
];

/** The number of what was measured twice in the same way. */
const REPEATED = /#\d+$/;

/** What of a document's metrics says how good its servers are. */
export function judgedMetricsOf(document: ResultDocument): JudgedMetric[] {
  return metricsOf(document).flatMap((metric) => {
    const path = metric.path.replace(REPEATED, "");
    const judged = JUDGED.find((one) => one.path.test(path));
    if (metric.server === "" || judged === undefined) return [];
    return [{ ...metric, better: judged.better, basis: judged.basis }];
  });
}
