import type {
  CodePlace,
  CpuResult,
  FunctionTime,
} from "../../benchmarks/profiling/function_time.ts";
import type { HeapResult } from "../../benchmarks/profiling/heap_result.ts";
import type {
  LeakCheckResult,
  LeakCheckSide,
} from "../../benchmarks/profiling/leak_check_result.ts";
import type { MemoryResult } from "../../benchmarks/profiling/memory_result.ts";
import type {
  ProfiledSideResult,
  ProfileResult,
} from "../../benchmarks/profiling/profile_result.ts";
import type { MemoryReading, TableSizes } from "../../servers/mod.ts";
import { formatBytes, formatCount, formatDuration } from "../../units/units.ts";
import { counted } from "../../units/counted.ts";
import { inOneLine } from "../../units/one_line.ts";
import {
  type Cell,
  columnsNamed,
  figure,
  type ReportTable,
} from "../report_table.ts";

/** A module's name that is longer loses its beginning. */
const LONGEST_MODULE = 48;
/** As does a function's its end. */
const LONGEST_FUNCTION = 40;
/** So many places of allocation are shown. */
const SHOWN_PLACES = 10;

/** What a profile found of both ends: where time and memory went, and whether anything leaked. */
export function profileTables(
  { name, client, server, leak_check }: ProfileResult,
): ReportTable[] {
  return [
    ...sideTables(`${name}, client`, client),
    ...server === undefined ? [] : sideTables(`${name}, server`, server),
    ...leak_check === undefined ? [] : [leakTable(name, leak_check)],
  ];
}

function sideTables(name: string, side: ProfiledSideResult): ReportTable[] {
  const { cpu, heap } = side;
  return [
    {
      title: `${name}: functions by self`,
      note: cpuNote(side),
      ...functionRows(cpu.by_self),
    },
    {
      title: `${name}: functions by total`,
      isDetail: true,
      note: "In total: with all that they called.",
      ...functionRows(cpu.by_total),
    },
    originTable(name, cpu),
    ...heap === undefined ? [] : [heapTable(name, heap)],
    memoryTable(name, side),
  ];
}

function cpuNote({ processes, cpu, files }: ProfiledSideResult): string {
  const { busy, duration, interval, samples } = cpu;
  const saved = files.length === 0
    ? ""
    : ` In ${files.map(inOneLine).join(", ")}.`;
  return `${counted(processes, "process", "processes")}, busy ${
    formatDuration(busy)
  } of ${formatDuration(duration)}: ${formatCount(samples)} samples, ${
    formatDuration(interval)
  } apart. Shares are of the busy time.${saved}`;
}

function functionRows(
  functions: readonly FunctionTime[],
): Pick<ReportTable, "columns" | "rows"> {
  return {
    columns: columnsNamed(
      "function",
      "self",
      "",
      "total",
      "",
      "module",
      "whose",
    ),
    rows: functions.map((it) => [
      functionName(it),
      figure(it.self, "duration"),
      figure(it.self_share, "share"),
      figure(it.total, "duration"),
      figure(it.total_share, "share"),
      moduleOf(it),
      it.origin.name,
    ]),
  };
}

function originTable(name: string, { by_origin }: CpuResult): ReportTable {
  return {
    title: `${name}: whose code`,
    isDetail: true,
    columns: columnsNamed("whose", "", "self", "share"),
    rows: by_origin.map(({ origin, self, share }) => [
      origin.name,
      origin.kind,
      figure(self, "duration"),
      figure(share, "share"),
    ]),
  };
}

function heapTable(name: string, { bytes, by_place }: HeapResult): ReportTable {
  return {
    title: `${name}: what allocates`,
    isDetail: true,
    note: `About ${
      formatBytes(bytes)
    } on V8's heap in all, what became garbage included.`,
    columns: columnsNamed("function", "bytes", "share", "module", "whose"),
    rows: by_place.slice(0, SHOWN_PLACES).map((place) => [
      functionName(place),
      figure(place.bytes, "bytes"),
      figure(place.share, "share"),
      moduleOf(place),
      place.origin.name,
    ]),
  };
}

const KINDS_OF_MEMORY: readonly [keyof MemoryReading, string][] = [
  ["rss", "resident"],
  ["heap_used", "heap used"],
  ["heap_total", "heap reserved"],
  ["external", "external"],
];

function memoryTable(
  name: string,
  { event_loop, memory, tables }: ProfiledSideResult,
): ReportTable {
  return {
    title: `${name}: memory`,
    isDetail: true,
    note: `Event loop late by ${formatDuration(event_loop.mean)} mean, ${
      formatDuration(event_loop.max)
    } max. In the end ${tablesNote(tables)}.`,
    columns: columnsNamed("", "start", "end", "peak", "increase"),
    rows: KINDS_OF_MEMORY.map(([kind, title]) => [
      title,
      ...memoryCells(memory, kind),
    ]),
  };
}

function memoryCells(
  { start, end, peak, increase }: MemoryResult,
  kind: keyof MemoryReading,
): Cell[] {
  return [
    figure(start[kind], "bytes"),
    figure(end[kind], "bytes"),
    figure(peak[kind], "bytes"),
    figure(increase[kind], "bytes", { isChange: true }),
  ];
}

function leakTable(name: string, result: LeakCheckResult): ReportTable {
  const { client, iterations, most_growth, server } = result;
  return {
    title: `${name}: leak check ${result.passed ? "passed" : "FAILED"}`,
    note: result.passed
      ? `After each of ${iterations} iterations all garbage was collected; a process may grow by ${
        formatBytes(most_growth)
      } with each.`
      : `${result.reasons.map(inOneLine).join("; ")}.`,
    columns: columnsNamed(
      "",
      "grows by",
      "connections",
      "in flight",
      "queued",
      "ordering keys",
      "references held",
      "lent",
    ),
    rows: [leakRow("client", client), leakRow("server", server)],
  };
}

function leakRow(name: string, { growth, tables }: LeakCheckSide): Cell[] {
  return [
    name,
    figure(growth, "bytes", { isChange: true }),
    figure(tables.connections, "count"),
    figure(tables.calls_in_flight, "count"),
    figure(tables.calls_queued, "count"),
    figure(tables.ordering_keys, "count"),
    figure(tables.references_held, "count"),
    figure(tables.references_lent, "count"),
  ];
}

function tablesNote(tables: TableSizes): string {
  const { calls_in_flight, calls_queued, references_held, references_lent } =
    tables;
  return [
    `${counted(calls_in_flight, "call")} in flight`,
    `${formatCount(calls_queued)} queued`,
    `${counted(references_held, "reference")} held`,
    `${formatCount(references_lent)} lent`,
  ].join(", ");
}

/** A function's name, in one line and not too long. */
export function functionName({ name }: CodePlace): string {
  const text = inOneLine(name);
  return text.length <= LONGEST_FUNCTION
    ? text
    : `${text.slice(0, LONGEST_FUNCTION - 1)}…`;
}

function moduleOf({ line, module }: CodePlace): string {
  const place = line === undefined ? module : `${module}:${line}`;
  const text = inOneLine(place);
  return text.length <= LONGEST_MODULE
    ? text
    : `…${text.slice(1 - LONGEST_MODULE)}`;
}
