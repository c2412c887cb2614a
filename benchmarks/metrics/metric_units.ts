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

/**
 * What a document has under these keys: numbers of some unit, or objects of such
 * numbers. What is under other keys has the unit of what it is part of.
 */
export const UNIT_OF_KEY: Readonly<Record<string, MetricUnit>> = {
  client_cpu_per_request: "s",
  connection_time: "s",
  cpu_seconds: "s",
  delay: "s",
  duration: "s",
  iteration_time: "s",
  latency: "s",
  latest_send: "s",
  lean_latency: "s",
  mean_call_duration: "s",
  methods: "s",
  pooled_response_time: "s",
  pooled_service_time: "s",
  response_time: "s",
  server_cpu_per_request: "s",
  service_time: "s",
  tail: "s",
  waiting_time: "s",
  bytes_in: "B",
  bytes_out: "B",
  bytes_received: "B",
  bytes_sent: "B",
  rss_max: "B",
  transfer_size: "B",
  bandwidth: "B/s",
  bandwidth_discarded: "B/s",
  download: "B/s",
  download_bandwidth: "B/s",
  upload: "B/s",
  upload_bandwidth: "B/s",
  achieved_rate: "1/s",
  offered_rate: "1/s",
  throughput: "1/s",
  throughput_mbps: "Mbit/s",
  cpu_usage: "%",
  memory_usage: "%",
  compressed_share: "share",
  cpu: "share",
  late_share: "share",
  success_rate: "share",
  utilization: "share",
  answered_calls: "count",
  calls: "count",
  connections: "count",
  count: "count",
  entries: "count",
  failed: "count",
  iterations_per_sample: "count",
  failed_calls: "count",
  failed_connections: "count",
  failed_requests: "count",
  late_sends: "count",
  network_round_trips: "count",
  outlier_count: "count",
  references_created: "count",
  slow_calls: "count",
  total_calls: "count",
  total_requests: "count",
  unsent_requests: "count",
};
