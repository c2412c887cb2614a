import type { LoadResult } from "../../benchmarks/load/mod.ts";
import {
  formatCount,
  formatDuration,
  formatPercent,
} from "../../units/units.ts";
import { counted } from "../../units/counted.ts";
import type { ReportSection } from "../report_section.ts";
import { figure, type ReportTable } from "../report_table.ts";
import { measuredOf, type Run } from "../run.ts";
import { loadCharts, type LoadRun } from "./_load_charts.ts";
import { loadTitle } from "./_load_title.ts";
import { SUMMARY_COLUMNS, summaryCells } from "./_summary_cells.ts";

/** How servers stood load, closed loop or open. */
export function loadSection(runs: readonly Run[]): ReportSection | undefined {
  const loads = loadRuns(runs);
  if (loads.length === 0) return undefined;
  return {
    id: "load",
    title: "Load",
    lines: loads.flatMap(({ load, subject }) => loadLines(subject.name, load)),
    charts: loadCharts(loads),
    tables: [loadTable(loads), timesTable(loads)],
  };
}

function loadRuns(runs: readonly Run[]): LoadRun[] {
  return measuredOf(runs, ({ load }) => load).flatMap((
    { server, subject, value },
  ) =>
    value.map((load, i) => ({
      server,
      caption: subject.name,
      subject: value.length === 1
        ? subject
        : { ...subject, name: `${subject.name}, run ${i + 1}` },
      load,
    }))
  );
}

function loadTable(loads: readonly LoadRun[]): ReportTable {
  return {
    title: "Load",
    columns: [
      { name: "server" },
      { name: "due", importance: "useful" },
      { name: "sent", importance: "useful" },
      { name: "answered" },
      { name: "requests" },
      { name: "failed", tellsFailures: true },
      { name: "never sent", importance: "detail", tellsFailures: true },
      { name: "failed connections", importance: "detail", tellsFailures: true },
      { name: "sent late", importance: "useful" },
      { name: "share", importance: "detail" },
      { name: "latest by", importance: "detail" },
      { name: "generator's CPU", importance: "useful" },
    ],
    rows: loads.map(({ load, subject }) => [
      subject.name,
      figure(load.offered_rate, "rate"),
      figure(load.achieved_rate, "rate"),
      figure(load.throughput, "rate"),
      figure(load.total_requests, "count"),
      figure(load.failed_requests, "count"),
      figure(load.unsent_requests, "count"),
      figure(load.failed_connections, "count"),
      figure(load.generator.late_sends, "count"),
      figure(load.generator.late_share, "share"),
      figure(load.generator.latest_send, "duration"),
      figure(load.generator.cpu, "share"),
    ]),
  };
}

function timesTable(loads: readonly LoadRun[]): ReportTable {
  return {
    title: "Times under load",
    columns: [{ name: "server" }, { name: "time" }, ...SUMMARY_COLUMNS],
    rows: loads.flatMap(({ load, subject }) =>
      ([
        ["to connect", load.connection_time],
        ["response", load.response_time],
        ["waiting", load.waiting_time],
        ["service", load.service_time],
      ] as const).flatMap(([name, summary]) =>
        summary === undefined
          ? []
          : [[subject.name, name, ...summaryCells(summary, "duration")]]
      )
    ),
  };
}

function loadLines(name: string, load: LoadResult): string[] {
  const { connection_errors, response_time, waiting_time } = load;
  const worst = slowest(load);
  return [
    `${name}: ${loadTitle(load)}${load.interrupted ? ", interrupted" : ""}.`,
    ...waiting_time === undefined || response_time === undefined ? [] : [
      `Waiting is ${
        formatPercent(
          response_time.mean === 0 ? 0 : waiting_time.mean / response_time.mean,
        )
      } of the response time, which runs from when a request was due, not sent.`,
    ],
    ...worst === undefined ? [] : [
      `Slowest at ${formatCount(worst.at)} s: median ${
        formatDuration(worst.p50 ?? 0)
      }, p99 ${formatDuration(worst.p99 ?? 0)}.`,
    ],
    ...load.unsent_requests === 0 ? [] : [
      `Never sent: ${
        counted(load.unsent_requests, "request")
      }; there was no connection, or none was free in time.`,
    ],
    ...load.failed_connections === 0 ? [] : [
      `Failed: ${counted(load.failed_connections, "attempt")} to connect: ${
        connection_errors.map(({ kind }) => kind).join(", ")
      }.`,
    ],
  ];
}

/** The second with the longest response times, where there were several. */
function slowest(
  { series }: LoadResult,
): LoadResult["series"][number] | undefined {
  const [first, ...others] = series.filter(({ p99 }) => p99 !== undefined);
  if (others.length === 0) return undefined;
  return others.reduce(
    (worst, point) => (point.p99 ?? 0) > (worst.p99 ?? 0) ? point : worst,
    first,
  );
}
