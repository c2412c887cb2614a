import { formatQuantity } from "../units/quantity.ts";
import { Table } from "@cliffy/table";
import { stripVTControlCharacters, styleText } from "node:util";
import {
  type BinaryTransferResult,
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "../benchmarks/result_document.ts";
import type { MachineUsage } from "../benchmarks/resource_sampler.ts";
import type { Summary } from "../benchmarks/statistics.ts";
import { loadLines } from "./_load_lines.ts";
import { summaryRow, summaryTable } from "./_summary_table.ts";
import {
  advantage,
  type ComparedDimension,
  compareServers,
} from "./comparison.ts";
import { tableLines } from "./_table_lines.ts";
import { caseProfileTables } from "./case_profile_tables.ts";
import type { ReportTable } from "./report_table.ts";
import { scenarioTables } from "./scenario_tables.ts";
import {
  formatBandwidth,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatRatio,
} from "../units/units.ts";

/** Less of a difference than this is not worth a verdict: runs differ by more. */
const CLOSE = 1.05;

/** So many rows are shown of the tables of a profile. */
const SHOWN_ROWS = 5;

/** How the report looks. */
export interface ConsoleReportOptions {
  /** Whether to use colours. Default `false`. */
  readonly color?: boolean;
}

/**
 * A result document as text: every metric of every server, the servers beside
 * each other and against the floor, and who wins at what.
 *
 * @example Print what a run found
 * ```ts
 * import { BenchmarkResults, formatConsoleReport } from "@x/rpcbench";
 *
 * const results = new BenchmarkResults();
 * console.log(formatConsoleReport(results.toJSON()));
 * ```
 */
export function formatConsoleReport(
  document: ResultDocument,
  options: ConsoleReportOptions = {},
): string {
  const heading = (text: string) =>
    options.color ? styleText("bold", text, { validateStream: false }) : text;
  const servers = serverResults(document);
  const alone = servers.size < 2 && document.meta.floor === undefined;
  const compared = alone ? [] : compareServers(document);
  return [
    heading("BENCHMARK RESULTS"),
    ...runLines(document),
    ...[...servers].flatMap(([key, result]) => [
      "",
      // A URL stays as it is.
      heading(/^\w+$/.test(key) ? key.toUpperCase() : key),
      ...serverLines(result),
    ]),
    ...[
      ...scenarioTables(document),
      ...caseProfileTables(document).map(shorten),
    ].flatMap((table) => [
      "",
      heading(table.title.toUpperCase()),
      ...tableLines(table),
    ]),
    ...compared.length === 0 ? [] : [
      "",
      heading("COMPARISON"),
      ...comparisonLines(document, compared),
      "",
      ...compared.map(verdict),
    ],
    ...document.meta.warnings.length === 0 ? [] : [
      "",
      heading("WARNINGS"),
      ...document.meta.warnings.map((warning) =>
        `  ${stripVTControlCharacters(warning).replaceAll("\n", "\n  ")}`
      ),
    ],
  ].join("\n");
}

/** The beginning of a table, which has what matters most. */
function shorten({ note, rows, ...table }: ReportTable): ReportTable {
  if (rows.length <= SHOWN_ROWS) return { ...table, note, rows };
  const more =
    `The first ${SHOWN_ROWS} of ${rows.length}; the document has all.`;
  return {
    ...table,
    note: note === undefined ? more : `${note} ${more}`,
    rows: rows.slice(0, SHOWN_ROWS),
  };
}

function runLines({ meta }: ResultDocument): string[] {
  const { floor } = meta;
  return [
    `  ${meta.cpu_cores} × ${meta.cpu_model}, ${
      formatBytes(meta.memory_bytes)
    }, ${meta.os}, Deno ${meta.deno}, V8 ${meta.v8}`,
    `  ${meta.started_at}, took ${formatDuration(meta.duration)}`,
    ...floor === undefined ? [] : [
      `  Floor (bare TCP): round trip ${
        formatDuration(floor.latency.median)
      } median, ${formatDuration(floor.latency.p99)} p99; ${
        formatRate(floor.throughput)
      } over ${floor.connections} connections; ${
        formatBandwidth(floor.bandwidth)
      } kept, ${formatBandwidth(floor.bandwidth_discarded)} discarded, by ${
        formatBytes(floor.transfer_size)
      }`,
    ],
  ];
}

function serverLines(result: ServerResult): string[] {
  const { concurrent } = result;
  const rows: string[][] = [];
  const add = (
    name: string,
    summary: Summary | undefined,
    format: (value: number) => string,
  ) => {
    if (summary !== undefined) rows.push(summaryRow(name, summary, format));
  };
  add("Connection time", result.connection_time, formatDuration);
  add("Latency", result.latency, formatDuration);
  add("Latency, lean client", result.lean_latency, formatDuration);
  add("Upload, all sizes", result.upload_bandwidth, formatBandwidth);
  add("Download, all sizes", result.download_bandwidth, formatBandwidth);
  for (const { size, upload, download } of result.bandwidth_by_size ?? []) {
    add(`  Upload ${formatBytes(size)}`, upload, formatBandwidth);
    add(`  Download ${formatBytes(size)}`, download, formatBandwidth);
  }
  for (const transfer of result.binary_transfer ?? []) {
    add(transferName(transfer), transfer.duration, formatDuration);
  }
  add("Concurrent connection", concurrent?.connection_time, formatDuration);
  add("Concurrent latency", concurrent?.latency, formatDuration);
  return [
    ...rows.length === 0 ? [] : [summaryTable(rows)],
    ...(result.load ?? []).flatMap(loadLines),
    ...factLines(result),
  ];
}

function transferName(
  { type, file_size, chunk_size, throughput_mbps }: BinaryTransferResult,
): string {
  const [direction, manner] = type.split("_");
  const name = direction === "upload" ? "Upload" : "Download";
  const how = chunk_size === null
    ? manner ?? "whole"
    : `in ${formatBytes(chunk_size)} chunks`;
  return `${name} ${formatBytes(file_size)} ${how}: ${
    formatCount(Math.round(throughput_mbps))
  } Mbit/s`;
}

function factLines(result: ServerResult): string[] {
  const { concurrent, cpu_usage, memory_usage, server_process } = result;
  const { client_process, latency, lean_latency } = result;
  const facts: [string, string][] = [];
  if (latency !== undefined && lean_latency !== undefined) {
    facts.push(["Fetch", fetchShare(latency.median, lean_latency.median)]);
  }
  if (concurrent !== undefined) {
    facts.push([
      "Concurrency",
      `${formatCount(concurrent.connections)} connections, ${
        formatRate(concurrent.throughput)
      }, ${formatCount(concurrent.total_requests)} requests, ${
        formatPercent(concurrent.success_rate)
      } succeeded`,
    ]);
  }
  facts.push([
    "Requests",
    `${formatCount(result.total_requests)} in all benchmarks, ${
      formatCount(result.failed_requests)
    } failed`,
  ]);
  const machine = [
    ...cpu_usage === undefined ? [] : [`CPU ${machineUsage(cpu_usage)}`],
    ...memory_usage === undefined
      ? []
      : [`memory ${machineUsage(memory_usage)}`],
  ];
  if (machine.length > 0) facts.push(["Machine", machine.join("; ")]);
  for (
    const [name, usage] of [
      ["Server processes", server_process],
      ["Client process", client_process],
    ] as const
  ) {
    if (usage === undefined) continue;
    facts.push([
      name,
      `CPU ${formatDuration(usage.cpu_seconds)}, memory ${
        formatBytes(usage.rss_max)
      } max`,
    ]);
  }
  for (const { kind, count, examples } of result.metadata.errors) {
    facts.push([
      `${formatCount(count)} × ${kind}`,
      examples.map(inOneLine).join("; "),
    ]);
  }
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, fact]) => `  ${name.padEnd(width)}  ${fact}`);
}

/** What of HTTP's latency is the client, not the server and the network. */
function fetchShare(latency: number, lean: number): string {
  const share = Math.max(0, Math.round(100 * (1 - lean / latency)) / 100);
  return `${formatPercent(share)} of the median latency: ${
    formatDuration(latency)
  } with fetch, ${formatDuration(lean)} with the lean client`;
}

function machineUsage({ mean, max }: MachineUsage): string {
  return `${formatPercent(mean / 100)} mean, ${formatPercent(max / 100)} max`;
}

/** What others wrote must not change how the report looks. */
function inOneLine(message: string): string {
  return stripVTControlCharacters(message).replaceAll(/\s*\n\s*/g, " ");
}

function comparisonLines(
  document: ResultDocument,
  compared: readonly ComparedDimension[],
): string[] {
  const servers = [...serverResults(document).keys()];
  const measured = document.meta.floor !== undefined;
  const rows = compared.map(({ dimension, floor, ranking }) => [
    dimension.name,
    ...measured
      ? [floor === undefined ? "–" : formatQuantity(floor, dimension.quantity)]
      : [],
    ...servers.map((server) => {
      const entry = ranking.find((candidate) => candidate.server === server);
      if (entry === undefined) return "–";
      const value = formatQuantity(entry.value, dimension.quantity);
      return floor === undefined
        ? value
        : `${value} (${formatRatio(entry.value / floor)})`;
    }),
  ]);
  const table = new Table()
    .header(["", ...measured ? ["floor"] : [], ...servers])
    .body(rows)
    .align("right")
    .column(0, { align: "left" })
    .padding(2)
    .indent(2)
    .toString();
  return measured
    ? [table, "  In parentheses: as a multiple of the floor."]
    : [table];
}

function verdict({ dimension, ranking }: ComparedDimension): string {
  const [best, second] = ranking;
  const value = formatQuantity(best.value, dimension.quantity);
  const word = dimension.lessIsBetter ? "lowest" : "highest";
  if (second === undefined) {
    return `  ${dimension.name}: ${best.server} ${value}`;
  }
  const lead = advantage(dimension, best.value, second.value);
  // Where neither did anything, neither leads: 0 / 0 is no number.
  if (!(lead >= CLOSE)) {
    return `  ${dimension.name}: ${best.server} and ${second.server} are within 5 % of each other, at ${value}`;
  }
  const others = ranking.slice(1).map((other) =>
    `${
      formatRatio(advantage(dimension, best.value, other.value))
    } better than ${other.server}`
  );
  return `  ${dimension.name}: ${best.server} is ${word} at ${value}, ${
    others.join(", ")
  }`;
}
