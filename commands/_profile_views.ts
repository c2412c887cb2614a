import { formatCallTree } from "../telemetry/call_tree.ts";
import { formatFindings } from "../telemetry/findings_report.ts";
import { formatFullReport } from "../telemetry/full_report.ts";
import { formatReferenceReport } from "../telemetry/reference_report.ts";
import type { RpcTelemetry } from "../telemetry/rpc_telemetry.ts";
import { formatSlowCallsReport } from "../telemetry/slow_calls_report.ts";
import { formatSummary } from "../telemetry/summary.ts";
import { formatTimeline } from "../telemetry/timeline.ts";
import type { ProfileSettings, ProfileView } from "./_profile_channel.ts";

/** What is to be seen of a program's calls. */
export function formatViews(
  telemetry: RpcTelemetry,
  { views, slowCalls }: ProfileSettings,
): string {
  return views.map((view) => formatView(view, telemetry, slowCalls))
    .join("\n\n");
}

function formatView(
  view: ProfileView,
  telemetry: RpcTelemetry,
  slowCalls: number | undefined,
): string {
  switch (view) {
    case "summary":
      return formatSummary(telemetry);
    case "findings":
      return formatFindings(telemetry.findings());
    case "slow":
      return formatSlowCallsReport(telemetry, { topN: slowCalls });
    case "references":
      return formatReferenceReport(telemetry);
    case "timeline":
      return formatTimeline(telemetry);
    case "tree":
      return formatCallTree(telemetry);
    case "full":
      return formatFullReport(telemetry);
  }
}
