import type {
  ConcurrentResult,
  FloorResult,
  ServerResult,
} from "../../benchmarks/result_document.ts";
import type { Chart, ChartLine, ChartPoint } from "../chart.ts";
import { floorLevels, floorLines, floorsOf } from "../floors.ts";
import type { ReportSection } from "../report_section.ts";
import { type Cell, figure } from "../report_table.ts";
import { counted } from "../../units/counted.ts";
import { measuredOf, type Run } from "../run.ts";
import { ANSWERS, ANSWERS_FROM_ZERO, CLIENTS, LATENCY } from "./_axes.ts";
import { boxOf, durationBoxes } from "./_distribution_charts.ts";

/** What many clients at once get. */
export function concurrencySection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredOf(runs, concurrentResults);
  if (measured.length === 0) return undefined;
  return {
    id: "concurrency",
    title: "Concurrency",
    lines: [],
    charts: [...scalingCharts(runs), ...singleCharts(runs)],
    tables: [{
      title: "Many clients at once",
      ...floorsOf(runs).length === 0 ? {} : {
        note:
          "In parentheses: as a multiple of the floor of as many connections.",
      },
      columns: [
        { name: "server" },
        { name: "clients" },
        { name: "answered" },
        { name: "requests", importance: "useful" },
        { name: "failed", tellsFailures: true },
        { name: "succeeded", importance: "useful" },
        { name: "latency mean", importance: "detail" },
        { name: "± stdev", importance: "detail" },
        { name: "median" },
        { name: "p95", importance: "detail" },
        { name: "p99" },
        { name: "max", importance: "useful" },
        { name: "connect median", importance: "useful" },
        { name: "connect p99", importance: "detail" },
      ],
      rows: [
        ...measured.flatMap(({ floor, subject, value }) =>
          value.map((result) =>
            row(subject.name, result, floor && throughputOf(floor, result))
          )
        ),
        ...floorsOf(runs).flatMap(({ floor, name }) => [
          ...(floor.concurrent_scaling ?? []).map((result) =>
            row(name, result)
          ),
          ...floor.concurrent_scaling === undefined
            ? [floorRow(name, floor.connections, floor.throughput)]
            : [],
        ]),
      ],
    }],
  };
}

/** What as many connections of the floor got; that of a sweep was measured right before. */
function throughputOf(
  { concurrent_scaling = [], connections, throughput }: FloorResult,
  result: ConcurrentResult,
): number | undefined {
  return concurrent_scaling.find((it) => it.connections === result.connections)
    ?.throughput ??
    (connections === result.connections ? throughput : undefined);
}

/** All runs with clients at once, by how many they were. */
function concurrentResults(
  { concurrent, concurrent_scaling = [] }: ServerResult,
): readonly ConcurrentResult[] | undefined {
  const all = [
    ...concurrent === undefined ? [] : [concurrent],
    ...concurrent_scaling,
  ];
  return all.length === 0
    ? undefined
    : all.toSorted((a, b) => a.connections - b.connections);
}

/** By the number of clients, where there were several. */
function scalingCharts(runs: readonly Run[]): Chart[] {
  const measured = measuredOf(runs, concurrentResults);
  const counts = new Set(
    measured.flatMap(({ value }) => value.map((it) => it.connections)),
  );
  if (counts.size < 2) return [];
  const floors = floorLines(
    runs,
    ({ concurrent_scaling }) => concurrent_scaling?.map(throughputPoint),
  );
  return [
    {
      kind: "lines",
      id: "concurrency_scaling",
      title: "Throughput by number of clients",
      x: CLIENTS,
      y: ANSWERS,
      floors: floors.length > 0
        ? []
        : floorLevels(runs, ({ throughput }) => throughput),
      lines: [
        ...measured.map(({ subject, value }) => ({
          ...subject,
          points: value.map(throughputPoint),
        })),
        ...floors,
      ],
    },
    {
      kind: "lines",
      id: "concurrency_latency",
      title: "Latency by number of clients",
      x: CLIENTS,
      y: LATENCY,
      floors: [],
      lines: [
        ...measured.flatMap(({ subject, value }) => [
          latencyLine(subject, value, "median", 0),
          latencyLine(subject, value, "p99", 1),
        ]),
        ...floorLines(
          runs,
          ({ concurrent_scaling }) =>
            concurrent_scaling && latencyPoints(concurrent_scaling, "median"),
        ),
      ],
    },
  ];
}

function throughputPoint(
  { connections, throughput }: ConcurrentResult,
): ChartPoint {
  return { x: connections, y: throughput };
}

function latencyLine(
  subject: Pick<ChartLine, "name" | "serverIndex" | "runIndex">,
  results: readonly ConcurrentResult[],
  figure: "median" | "p99",
  variant: number,
): ChartLine {
  return {
    ...subject,
    name: `${subject.name}, ${figure}`,
    variant,
    points: latencyPoints(results, figure),
  };
}

function latencyPoints(
  results: readonly ConcurrentResult[],
  figure: "median" | "p99",
): ChartPoint[] {
  return results.flatMap(({ connections, latency }) =>
    latency === undefined ? [] : [{ x: connections, y: latency[figure] }]
  );
}

/** Of the one number of clients that a usual run has. */
function singleCharts(runs: readonly Run[]): Chart[] {
  const measured = measuredOf(runs, ({ concurrent }) => concurrent);
  if (measured.length === 0) return [];
  const boxes = measured.flatMap(({ subject, value: { latency } }) =>
    latency === undefined ? [] : [{ ...subject, ...boxOf(latency) }]
  );
  const clients = [
    ...new Set(measured.map(({ value }) => clientsOf(value))),
  ];
  return [
    {
      kind: "bars",
      id: "concurrent_throughput",
      title: "Throughput of clients at once",
      categories: clients,
      y: ANSWERS_FROM_ZERO,
      floors: floorLevels(runs, ({ throughput }) => throughput),
      series: measured.map(({ subject, value }) => ({
        ...subject,
        values: clients.map((name) =>
          name === clientsOf(value) ? value.throughput : undefined
        ),
      })),
    },
    ...boxes.length === 0 ? [] : [durationBoxes(
      {
        id: "concurrent_latency",
        title: "Latency of clients at once",
        y: "latency",
      },
      boxes,
    )],
  ];
}

function clientsOf({ connections }: ConcurrentResult): string {
  return counted(connections, "client");
}

function row(name: string, result: ConcurrentResult, floor?: number): Cell[] {
  const { connection_time, latency, throughput } = result;
  return [
    name,
    figure(result.connections, "count"),
    figure(
      throughput,
      "rate",
      floor === undefined ? {} : { multiple: throughput / floor },
    ),
    figure(result.total_requests, "count"),
    figure(result.failed_requests, "count"),
    figure(result.success_rate, "share"),
    figure(latency?.mean, "duration"),
    figure(latency?.stdev, "duration"),
    figure(latency?.median, "duration"),
    figure(latency?.p95, "duration"),
    figure(latency?.p99, "duration"),
    figure(latency?.max, "duration"),
    figure(connection_time?.median, "duration"),
    figure(connection_time?.p99, "duration"),
  ];
}

function floorRow(name: string, clients: number, throughput: number): Cell[] {
  return [
    name,
    figure(clients, "count"),
    figure(throughput, "rate"),
    ...Array<Cell>(11).fill(undefined),
  ];
}
