/**
 * Remote calls of programs in production: what they cost, interval by interval,
 * and who is told when they become slower.
 *
 * @example Watch all calls of a program, and let Prometheus see them
 * ```ts
 * import { PerformanceMonitor, servePrometheus } from "@x/rpcbench/monitoring";
 * import { observeConnections } from "@x/rpcbench/rpc";
 *
 * const file = await Deno.makeTempFile();
 * await using monitor = await PerformanceMonitor.start({ file, interval: 60 });
 * using _observation = observeConnections(monitor);
 * await using endpoint = servePrometheus({ sources: [monitor], port: 0 });
 * console.log(`metrics are at ${endpoint.url}`);
 * await Deno.remove(file);
 * ```
 *
 * @module
 */
export type { OnNotice } from "./_trouble.ts";
export type { Clock } from "./clock.ts";
export {
  exportOpenTelemetry,
  type OperationSource,
} from "./metrics/export_open_telemetry.ts";
export type {
  HistogramSample,
  Labels,
  MetricFamily,
  MetricSample,
  MetricSource,
} from "./metrics/metric_family.ts";
export {
  PROMETHEUS_MEDIA_TYPE,
  prometheusText,
} from "./metrics/prometheus_text.ts";
export {
  type PrometheusEndpoint,
  type PrometheusOptions,
  servePrometheus,
} from "./metrics/serve_prometheus.ts";
export type {
  EndedOperation,
  OnEnded,
  OperationOrigin,
} from "./operations/ended_operation.ts";
export {
  PerformanceMonitor,
  type PerformanceMonitorOptions,
} from "./performance_monitor.ts";
export { monitorDocument } from "./records/monitor_document.ts";
export type {
  MonitoredProcess,
  MonitorRecord,
} from "./records/monitor_record.ts";
export { parseMonitorRecords } from "./records/parse_monitor_records.ts";
export {
  readMonitorRecords,
  type TimeRange,
} from "./records/read_monitor_records.ts";
export { commandHook } from "./watchdog/hooks/command_hook.ts";
export { logHook } from "./watchdog/hooks/log_hook.ts";
export {
  webhookHook,
  type WebhookOptions,
} from "./watchdog/hooks/webhook_hook.ts";
export {
  latencyCheck,
  type LatencyCheckOptions,
} from "./watchdog/latency_check.ts";
export type { CheckResult, WatchCheck } from "./watchdog/watch_check.ts";
export type { WatchState } from "./watchdog/watch_state.ts";
export { Watchdog } from "./watchdog/watchdog.ts";
export type {
  AlertFacts,
  WatchdogAlert,
  WatchdogHook,
} from "./watchdog/watchdog_alert.ts";
export type { Patience } from "./watchdog/_watch_history.ts";
export type { WatchdogOptions } from "./watchdog/watchdog_options.ts";
