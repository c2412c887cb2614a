import { formatCallTree } from "./call_tree.ts";
import { formatFindings } from "./findings_report.ts";
import { formatReferenceReport } from "./reference_report.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";
import { formatSlowCallsReport } from "./slow_calls_report.ts";
import { formatSummary } from "./summary.ts";
import { formatTimeline } from "./timeline.ts";

/**
 * All reports one after the other: summary, findings, call tree, timeline,
 * references and slow calls.
 *
 * @example Print all that is known
 * ```ts
 * import { formatFullReport, RpcTelemetry } from "@x/rpcbench/telemetry";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const report = formatFullReport(new RpcTelemetry());
 * assertStringIncludes(report, "No calls were recorded.");
 * ```
 */
export function formatFullReport(telemetry: RpcTelemetry): string {
  return [
    formatSummary(telemetry),
    formatFindings(telemetry.findings()),
    formatCallTree(telemetry),
    formatTimeline(telemetry),
    formatReferenceReport(telemetry),
    formatSlowCallsReport(telemetry),
  ].join("\n\n");
}
