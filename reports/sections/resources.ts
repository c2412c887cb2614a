import type { EventLoopUsage } from "../../benchmarks/event_loop_usage.ts";
import type { ServerResult } from "../../benchmarks/result_document.ts";
import type { BarChart } from "../chart.ts";
import type { ReportSection } from "../report_section.ts";
import { type Cell, figure } from "../report_table.ts";
import { type MeasuredServer, measuredServers, type Run } from "../run.ts";
import type { Quantity } from "../../units/quantity.ts";

/** What servers and clients used while they were measured. */
export function resourcesSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredServers(runs);
  if (measured.length === 0) return undefined;
  return {
    id: "resources",
    title: "Resources",
    lines: [],
    charts: [
      chart(measured, "machine_usage", "Use of the machine", "share", [
        ["processors, mean", (it) => part(it.cpu_usage?.mean)],
        ["processors, most", (it) => part(it.cpu_usage?.max)],
        ["memory, mean", (it) => part(it.memory_usage?.mean)],
        ["memory, most", (it) => part(it.memory_usage?.max)],
      ]),
      chart(measured, "processor_time", "CPU time", "duration", [
        ["server processes", (it) => it.server_process?.cpu_seconds],
        ["client process", (it) => it.client_process?.cpu_seconds],
      ]),
      chart(measured, "resident_memory", "Resident memory, most", "bytes", [
        ["server processes", (it) => it.server_process?.rss_max],
        ["client process", (it) => it.client_process?.rss_max],
      ]),
    ].filter(({ series }) => series.length > 0),
    tables: [{
      title: "Requests and resources",
      note: noteOf(measured),
      columns: [
        { name: "server" },
        { name: "requests" },
        { name: "failed", tellsFailures: true },
        { name: "machine CPU mean", importance: "useful" },
        { name: "machine CPU max", importance: "detail" },
        { name: "machine memory mean", importance: "detail" },
        { name: "machine memory max", importance: "detail" },
        { name: "server CPU" },
        { name: "server waits", importance: "detail" },
        { name: "server memory" },
        { name: "client CPU" },
        { name: "client waits", importance: "detail" },
        { name: "client memory", importance: "useful" },
        { name: "server loop busy", importance: "useful" },
        { name: "server loop delay", importance: "useful" },
        { name: "client loop busy", importance: "detail" },
        { name: "client loop delay", importance: "detail" },
      ],
      rows: measured.map(({ result, subject }) => [
        subject.name,
        figure(result.total_requests, "count"),
        figure(result.failed_requests, "count"),
        figure(part(result.cpu_usage?.mean), "share"),
        figure(part(result.cpu_usage?.max), "share"),
        figure(part(result.memory_usage?.mean), "share"),
        figure(part(result.memory_usage?.max), "share"),
        figure(result.server_process?.cpu_seconds, "duration"),
        figure(result.server_process?.processor_wait, "duration"),
        figure(result.server_process?.rss_max, "bytes"),
        figure(result.client_process?.cpu_seconds, "duration"),
        figure(result.client_process?.processor_wait, "duration"),
        figure(result.client_process?.rss_max, "bytes"),
        ...eventLoopCells(result, "server_process"),
        ...eventLoopCells(result, "client_process"),
      ]),
    }],
  };
}

function noteOf(measured: readonly MeasuredServer[]): string {
  const watched = measured.some(({ result }) =>
    eventLoopOf(result, "server_process") ??
      eventLoopOf(result, "client_process")
  );
  const waited = measured.some(({ result }) =>
    (result.server_process?.processor_wait ??
      result.client_process?.processor_wait) !== undefined
  );
  return "CPU and memory of the machine are shares of all that it has; of processes, " +
    "what they used themselves." +
    (waited
      ? " They wait while their event loops are ready to run and others have the processors."
      : "") +
    (watched
      ? " How busy an event loop was, and how late it turned on average, is of the time with clients at once."
      : "");
}

/** Under load, which is where it matters: a run has other benchmarks too. */
function eventLoopOf(
  result: ServerResult,
  side: "server_process" | "client_process",
): EventLoopUsage | undefined {
  return result[side]?.event_loop ?? result.concurrent?.[side]?.event_loop;
}

function eventLoopCells(
  result: ServerResult,
  side: "server_process" | "client_process",
): Cell[] {
  const loop = eventLoopOf(result, side);
  return [
    figure(loop?.utilization, "share"),
    figure(loop?.delay.mean, "duration"),
  ];
}

type Figure = readonly [
  name: string,
  valueOf: (result: ServerResult) => number | undefined,
];

function chart(
  measured: readonly MeasuredServer[],
  id: string,
  title: string,
  quantity: Quantity,
  figures: readonly Figure[],
): BarChart {
  return {
    kind: "bars",
    id,
    title,
    categories: figures.map(([name]) => name),
    y: { title: title.toLowerCase(), quantity, scale: "linear" },
    floors: [],
    series: measured
      .map(({ result, subject }) => ({
        ...subject,
        values: figures.map(([, valueOf]) => valueOf(result)),
      }))
      .filter(({ values }) => values.some((value) => value !== undefined)),
  };
}

function part(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : percent / 100;
}
