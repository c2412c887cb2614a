import {
  type ResultDocument,
  serverResults,
} from "../benchmarks/result_document.ts";

/** What a metric is measured in: units without prefixes, as programs want them. */
export type MetricUnit =
  | "s"
  | "B"
  | "B/s"
  | "1/s"
  | "Mbit/s"
  | "%"
  | "share"
  | "count";

/** One number that a run found out. */
export interface Metric {
  /** The server's key in the document; empty for what is the run's own. */
  readonly server: string;
  /**
   * Where it stands in the document, with dots between the keys: `latency.p99`. An
   * entry of a list has what tells it from the others:
   * `bandwidth_by_size.1024.upload.p99`,
   * `cases.payload_size[clients=10,payload_size=64].throughput.mean`.
   */
  readonly path: string;
  /** What its value is measured in. */
  readonly unit: MetricUnit;
  /** What was measured. */
  readonly value: number;
}

/** The keys of numbers, and of summaries of such numbers. */
const UNITS: Readonly<Record<MetricUnit, readonly string[]>> = {
  "s": [
    "client_cpu_per_request",
    "connection_time",
    "cpu_seconds",
    "duration",
    "jitter",
    "latency",
    "latest_send",
    "lean_latency",
    "mean_call_duration",
    "outlier_threshold",
    "pooled_response_time",
    "pooled_service_time",
    "response_time",
    "server_cpu_per_request",
    "service_time",
    "tail",
    "waiting_time",
  ],
  "B": [
    "bytes_in",
    "bytes_out",
    "bytes_received",
    "bytes_sent",
    "rss_max",
    "transfer_size",
  ],
  "B/s": [
    "bandwidth",
    "bandwidth_discarded",
    "download",
    "download_bandwidth",
    "upload",
    "upload_bandwidth",
  ],
  "1/s": ["achieved_rate", "offered_rate", "throughput"],
  "Mbit/s": ["throughput_mbps"],
  "%": ["cpu_usage", "memory_usage"],
  "share": ["compressed_share", "cpu", "late_share", "success_rate"],
  "count": [
    "connections",
    "count",
    "failed_connections",
    "failed_requests",
    "in_flight",
    "late_sends",
    "outlier_count",
    "threads",
    "total_requests",
    "unsent_requests",
  ],
};
