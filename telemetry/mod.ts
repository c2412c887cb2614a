/**
 * What remote calls a program makes, and what they cost it: every call is
 * counted, timed, and traced to the line that made it.
 *
 * @example Count the round trips of a program
 * ```ts
 * import { RpcTelemetry } from "@x/rpcbench/telemetry";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * const telemetry = new RpcTelemetry();
 * using _observation = connection.observe(telemetry);
 * for (let i = 0; i < 10; i++) await connection.root.ping();
 * assertEquals(telemetry.statistics().network_round_trips, 10);
 * ```
 *
 * @module
 */
export type { CallRecord, SourceLocation } from "./call_record.ts";
export { type CallTreeOptions, formatCallTree } from "./call_tree.ts";
export { formatChromeTrace } from "./chrome_trace.ts";
export {
  createProfiledConnection,
  type ProfiledConnectionOptions,
} from "./create_profiled_connection.ts";
export type {
  ChatterFinding,
  Finding,
  FindingFacts,
  LoopFinding,
  NestingFinding,
  RepeatedValueFinding,
  UnreleasedFinding,
} from "./finding.ts";
export { describeFinding } from "./describe_finding.ts";
export { formatFindings } from "./findings_report.ts";
export { formatFullReport } from "./full_report.ts";
export { formatLiveStack, printLiveStack } from "./live_stack.ts";
export { mark, type Marker } from "./mark.ts";
export { openTelemetryObserver } from "./open_telemetry.ts";
export {
  disableTelemetry,
  enableTelemetry,
  getTelemetry,
} from "./process_telemetry.ts";
export {
  type ProfileCallsOptions,
  type ProfiledProgram,
  profileRpcCalls,
} from "./profile_rpc_calls.ts";
export {
  ProfiledConnection,
  type ProfileOptions,
} from "./profiled_connection.ts";
export type { ReferenceRecord } from "./reference_record.ts";
export { formatReferenceReport } from "./reference_report.ts";
export type { RemoteCalls } from "./remote_calls.ts";
export { RpcTelemetry } from "./rpc_telemetry.ts";
export {
  formatSlowCallsReport,
  type SlowCallsReportOptions,
} from "./slow_calls_report.ts";
export { formatSummary } from "./summary.ts";
export type {
  CallListeners,
  CompleteTelemetryOptions,
  TelemetryOptions,
} from "./telemetry_options.ts";
export type {
  MethodStatistics,
  SectionStatistics,
  TelemetryStatistics,
} from "./telemetry_statistics.ts";
export { formatTimeline, type TimelineOptions } from "./timeline.ts";
