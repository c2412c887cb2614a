import { formatBytes, formatCount, formatDuration } from "../units/units.ts";
import { counted } from "../units/counted.ts";
import { callTitle, stackTitle } from "./_call_title.ts";
import type { CallRecord } from "./call_record.ts";
import { formatLocation } from "./_location_text.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";
import type {
  MethodStatistics,
  SectionStatistics,
} from "./telemetry_statistics.ts";

/** As many methods, slow calls, and deep ones as people read. */
const MOST_LINES = 10;

/**
 * What a program's calls were, on one page: the counters, the methods, the
 * sections, the latest slow calls and the latest deep ones.
 *
 * @example Print what a program did
 * ```ts
 * import { createProfiledConnection, formatSummary } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertMatch } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>(server);
 * await profiled.root.ping();
 * assertMatch(formatSummary(profiled.telemetry), /Network round trips +1\n/);
 * ```
 */
export function formatSummary(telemetry: RpcTelemetry): string {
  const statistics = telemetry.statistics();
  const { deepStackThreshold, slowCallThreshold } = telemetry.options;
  const slow = formatDuration(slowCallThreshold);
  const counters: [name: string, value: string][] = [
    ["Calls", withFailures(statistics.total_calls, statistics.failed_calls)],
    ["Network round trips", formatCount(statistics.network_round_trips)],
    ["Calls answered", formatCount(statistics.answered_calls)],
    ["References received", formatCount(statistics.references_created)],
    ["References held", formatCount(statistics.active_references)],
    ["Depth now", formatCount(statistics.current_depth)],
    ["Greatest depth", formatCount(statistics.max_depth)],
    [`Calls slower than ${slow}`, formatCount(statistics.slow_calls)],
    ["Mean call", formatDuration(statistics.mean_call_duration)],
    ["Bytes out", formatBytes(statistics.bytes_out)],
    ["Bytes in", formatBytes(statistics.bytes_in)],
  ];
  const width = Math.max(...counters.map(([name]) => name.length));
  return [
    "RPC TELEMETRY",
    ...counters.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ...titled(
      "METHODS",
      statistics.methods.slice(0, MOST_LINES).map(methodLine),
    ),
    ...titled("SECTIONS", telemetry.sections().map(sectionLine)),
    ...titled("SLOW CALLS", latest(telemetry.slowCalls).map(slowCallLine)),
    ...titled(
      `CALLS MORE THAN ${deepStackThreshold} DEEP`,
      latest(telemetry.deepStacks).map(stackLine),
    ),
  ].join("\n");
}

function withFailures(calls: number, failed: number): string {
  const count = formatCount(calls);
  return failed === 0 ? count : `${count}, ${formatCount(failed)} failed`;
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((it) => `  ${it}`)];
}

/** The last few, the latest one first. */
function latest<Item>(items: readonly Item[]): Item[] {
  return items.slice(-MOST_LINES).reverse();
}

function methodLine(
  { calls, failed, mean, name, p50, p99, total }: MethodStatistics,
): string {
  return `${name} × ${withFailures(calls, failed)}, ${
    formatDuration(total)
  } (mean ${formatDuration(mean)}, p50 ${formatDuration(p50)}, p99 ${
    formatDuration(p99)
  })`;
}

function sectionLine(section: SectionStatistics): string {
  const { duration, entries, name, references_created } = section;
  return `${name}  ${formatDuration(duration)} in ${counted(entries, "run")}, ${
    counted(section.network_round_trips, "round trip")
  }, ${counted(references_created, "reference")}`;
}

function slowCallLine(call: CallRecord): string {
  const { depth, duration = 0, location } = call;
  const line = location === undefined ? "" : `  ${formatLocation(location)}`;
  return `${callTitle(call)}  ${
    formatDuration(duration)
  }  depth ${depth}${line}`;
}

function stackLine(stack: readonly CallRecord[]): string {
  return `${stack.length} deep: ${stackTitle(stack.map(callTitle))}`;
}
