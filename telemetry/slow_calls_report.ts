import { requireWholeNumber } from "../rpc/arguments.ts";
import { counted } from "../units/counted.ts";
import { formatDuration } from "../units/units.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";
import type { MethodStatistics } from "./telemetry_statistics.ts";

/** What a report of slow calls shows. */
export interface SlowCallsReportOptions {
  /** How many methods, those with the longest total first. Default 20. */
  readonly topN?: number;
}

/**
 * The methods with slow calls, in the order of the time that these took: their
 * mean, their number, their total.
 *
 * @throws {RangeError} for a `topN` below 1.
 *
 * @example Print what is slow
 * ```ts
 * import { createProfiledConnection, formatSlowCallsReport, RpcTelemetry } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>({
 *   port: server.port,
 *   telemetry: new RpcTelemetry({ slowCallThreshold: 0.01 }),
 * });
 * await profiled.root.sleep(0.02);
 * const report = formatSlowCallsReport(profiled.telemetry);
 * assertStringIncludes(report, "1. sleep: ");
 * ```
 */
export function formatSlowCallsReport(
  telemetry: RpcTelemetry,
  { topN = 20 }: SlowCallsReportOptions = {},
): string {
  requireWholeNumber("topN", topN, 1);
  const { answered_methods, methods } = telemetry.statistics();
  const threshold = formatDuration(telemetry.options.slowCallThreshold);
  const report = [
    `SLOW CALLS  longer than ${threshold}`,
    ...slowLines(methods, topN),
  ];
  const answered = slowLines(answered_methods, topN);
  if (answered.length > 0) report.push("  Answered by this end:", ...answered);
  if (report.length === 1) report.push("  none");
  return report.join("\n");
}

function slowLines(
  methods: readonly MethodStatistics[],
  most: number,
): string[] {
  return methods.filter(({ slow_calls }) => slow_calls > 0)
    .sort((a, b) => b.slow_total - a.slow_total)
    .slice(0, most)
    .map((method, i) => `  ${i + 1}. ${slowLine(method)}`);
}

function slowLine(
  { calls, name, slow_calls, slow_total }: MethodStatistics,
): string {
  const times = counted(slow_calls, "time");
  const others = calls === slow_calls
    ? ""
    : `, and ${counted(calls - slow_calls, "time")} in less`;
  return `${name}: ${
    formatDuration(slow_total / slow_calls)
  } (called ${times}, ${formatDuration(slow_total)} total${others})`;
}
