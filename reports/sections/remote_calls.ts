import type { RemoteCalls } from "../../telemetry/mod.ts";
import { describeFinding } from "../../telemetry/describe_finding.ts";
import { formatBytes, formatCount, formatDuration } from "../../units/units.ts";
import type { BarChart } from "../chart.ts";
import { counted } from "../../units/counted.ts";
import type { ReportSection } from "../report_section.ts";
import { figure, type ReportTable } from "../report_table.ts";
import { measuredOf, type MeasuredServer, type Run } from "../run.ts";
import { TIME } from "./_axes.ts";

/** The calls of a program that were recorded. */
type Program = MeasuredServer & { readonly value: RemoteCalls };

/** So many methods a chart has room for. */
const SHOWN_METHODS = 12;

/** Which calls a program made, what they cost it, and what it could do better. */
export function remoteCallsSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const programs = measuredOf(runs, (result) => result.remote_calls);
  if (programs.length === 0) return undefined;
  return {
    id: "remote_calls",
    title: "Remote calls",
    lines: programs.map(programLine),
    charts: [methodChart(programs)].filter(({ categories }) =>
      categories.length > 0
    ),
    tables: [
      findingsTable(programs),
      methodTable(programs),
      sectionTable(programs),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function programLine({ subject, value: { findings, statistics } }: Program) {
  const { bytes_in, bytes_out, mean_call_duration } = statistics;
  return `${subject.name}: ${counted(statistics.total_calls, "call")} in ${
    counted(statistics.network_round_trips, "round trip")
  }, ${formatDuration(mean_call_duration)} each at the mean, ${
    formatBytes(bytes_out)
  } out and ${formatBytes(bytes_in)} in; ${
    formatCount(statistics.failed_calls)
  } failed, ${formatCount(statistics.slow_calls)} were slow, ${
    counted(findings.length, "thing")
  } to mend.`;
}

function methodChart(programs: readonly Program[]): BarChart {
  const totals = new Map<string, number>();
  for (const { value: { statistics } } of programs) {
    for (const { name, total } of statistics.methods) {
      totals.set(name, (totals.get(name) ?? 0) + total);
    }
  }
  const categories = [...totals]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN_METHODS)
    .map(([name]) => name);
  return {
    kind: "bars",
    id: "remote_calls",
    title: "Time in remote calls, by method",
    note: "Calls that overlap count each for itself.",
    categories,
    y: TIME,
    floors: [],
    series: programs.map(({ subject, value: { statistics } }) => ({
      ...subject,
      values: categories.map((category) =>
        statistics.methods.find(({ name }) => name === category)?.total
      ),
    })),
  };
}

function findingsTable(programs: readonly Program[]): ReportTable {
  return {
    title: "What to mend, the most costly first",
    columns: [
      { name: "program" },
      { name: "seen" },
      { name: "at" },
      { name: "waited" },
      { name: "bytes", importance: "detail" },
      { name: "round trips saved" },
      { name: "fix" },
    ],
    rows: programs.flatMap(({ subject, value: { findings } }) =>
      findings.map((finding) => {
        const { bytes, fix, location, savedRoundTrips, seconds } = finding;
        return [
          subject.name,
          describeFinding(finding),
          location && `${location.file}:${location.line}:${location.column}`,
          figure(seconds, "duration"),
          figure(bytes, "bytes"),
          figure(savedRoundTrips, "count"),
          fix,
        ];
      })
    ),
  };
}

function methodTable(programs: readonly Program[]): ReportTable {
  return {
    title: "Methods that were called",
    columns: [
      { name: "program" },
      { name: "method" },
      { name: "calls" },
      { name: "failed", importance: "useful", tellsFailures: true },
      { name: "total" },
      { name: "mean", importance: "useful" },
      { name: "p50" },
      { name: "p99" },
      { name: "out", importance: "detail" },
      { name: "in", importance: "detail" },
      { name: "slow" },
    ],
    rows: programs.flatMap(({ subject, value: { statistics } }) =>
      statistics.methods.map((method) => [
        subject.name,
        method.name,
        figure(method.calls, "count"),
        figure(method.failed, "count"),
        figure(method.total, "duration"),
        figure(method.mean, "duration"),
        figure(method.p50, "duration"),
        figure(method.p99, "duration"),
        figure(method.bytes_out, "bytes"),
        figure(method.bytes_in, "bytes"),
        figure(method.slow_calls, "count"),
      ])
    ),
  };
}

function sectionTable(programs: readonly Program[]): ReportTable {
  return {
    title: "Sections of the program",
    columns: [
      { name: "program" },
      { name: "section" },
      { name: "entered" },
      { name: "took" },
      { name: "calls" },
      { name: "round trips" },
    ],
    rows: programs.flatMap(({ subject, value: { sections } }) =>
      sections.map((section) => [
        subject.name,
        section.name,
        figure(section.entries, "count"),
        figure(section.duration, "duration"),
        figure(section.total_calls, "count"),
        figure(section.network_round_trips, "count"),
      ])
    ),
  };
}
