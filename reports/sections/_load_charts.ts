import type { LoadResult } from "../../benchmarks/load/mod.ts";
import type { Axis, ChartPoint, LineChart, Subject } from "../chart.ts";
import {
  ANSWERS_FROM_ZERO,
  RESPONSE_TIME,
  SHARE_OF_REQUESTS,
  TIME,
} from "./_axes.ts";
import { percentilePoints } from "./_distribution_charts.ts";

/** One run of load against a server. */
export interface LoadRun {
  /** Its key in the document. */
  readonly server: string;
  /** What charts call the server in this run, whichever of its loads this is. */
  readonly caption: string;
  /** How charts and tables show it. */
  readonly subject: Subject;
  /** What was found. */
  readonly load: LoadResult;
}

/** Runs of load to be looked at. */
export function loadCharts(loads: readonly LoadRun[]): LineChart[] {
  return [
    ...seriesCharts(loads),
    percentileChart(loads),
    ...offeredCharts(loads),
  ];
}

function seriesCharts(loads: readonly LoadRun[]): LineChart[] {
  const points = (
    { series }: LoadResult,
    valueOf: (point: LoadResult["series"][number]) => number | undefined,
  ): ChartPoint[] =>
    series.flatMap((point) => {
      const y = valueOf(point);
      return y === undefined ? [] : [{ x: point.at + point.duration / 2, y }];
    });
  return [
    {
      kind: "lines",
      id: "load_answers",
      title: "Answers through the run",
      x: TIME,
      y: ANSWERS_FROM_ZERO,
      floors: [],
      lines: [
        ...loads.map(({ load, subject }) => ({
          ...subject,
          points: points(load, ({ rate }) => rate),
        })),
        ...loads.filter(({ load }) => load.series.some(({ errors }) => errors))
          .map(({ load, subject }) => ({
            ...subject,
            name: `${subject.name}, failed`,
            variant: 1,
            points: points(load, ({ duration, errors }) => errors / duration),
          })),
      ],
    },
    {
      kind: "lines",
      id: "load_response_times",
      title: "Response times through the run",
      x: TIME,
      y: RESPONSE_TIME,
      floors: [],
      lines: loads.flatMap(({ load, subject }) => [
        {
          ...subject,
          name: `${subject.name}, median`,
          points: points(load, ({ p50 }) => p50),
        },
        {
          ...subject,
          name: `${subject.name}, p99`,
          variant: 1,
          points: points(load, ({ p99 }) => p99),
        },
      ]),
    },
  ];
}

function percentileChart(loads: readonly LoadRun[]): LineChart {
  return {
    kind: "lines",
    id: "load_percentiles",
    title: "Response time by percentile",
    note:
      "Response times run from when requests were due, service times from when they were sent: what is between them waited.",
    x: SHARE_OF_REQUESTS,
    y: RESPONSE_TIME,
    floors: [],
    lines: loads.flatMap(({ load, subject }) =>
      ([["response", load.response_time], [
        "service",
        load.service_time,
      ]] as const)
        .flatMap(([name, summary], variant) =>
          summary === undefined ? [] : [{
            ...subject,
            name: `${subject.name}, ${name} time`,
            variant,
            points: percentilePoints(summary),
          }]
        )
    ),
  };
}

/** Against offered load, where a server was asked at several rates. */
function offeredCharts(loads: readonly LoadRun[]): LineChart[] {
  const open = loads.flatMap((it) =>
    it.load.offered_rate === undefined
      ? []
      : [{ ...it, offered: it.load.offered_rate }]
  ).toSorted((a, b) => a.offered - b.offered);
  if (new Set(open.map(({ offered }) => offered)).size < 2) return [];
  const x: Axis = {
    title: "due per second",
    quantity: "rate",
    scale: "linear",
  };
  // Runs of one rate each are points of one line; a run of several has its own.
  const askedIn = ({ server, subject }: LoadRun) =>
    `${subject.runIndex} ${server}`;
  const isRunWise = new Set(open.map(askedIn)).size < open.length;
  const curves = Map.groupBy(
    open,
    (load) => isRunWise ? askedIn(load) : load.server,
  );
  const lines = (
    valueOf: (load: LoadResult) => number | undefined,
    name = "",
    variant = 0,
  ) =>
    Array.from(curves.values(), (curve) => {
      const [{ caption, server, subject }] = curve;
      return {
        name: (isRunWise ? caption : server) + name,
        serverIndex: subject.serverIndex,
        runIndex: isRunWise ? subject.runIndex : 0,
        variant,
        points: curve.flatMap(({ load, offered }) => {
          const y = valueOf(load);
          return y === undefined ? [] : [{ x: offered, y }];
        }),
      };
    });
  return [
    {
      kind: "lines",
      id: "load_answers_by_offered_rate",
      title: "Answers by offered load",
      x,
      y: ANSWERS_FROM_ZERO,
      floors: [],
      lines: lines(({ throughput }) => throughput),
    },
    {
      kind: "lines",
      id: "load_response_time_by_offered_rate",
      title: "Response time by offered load",
      x,
      y: RESPONSE_TIME,
      floors: [],
      lines: [
        ...lines(({ response_time }) => response_time?.median, ", median"),
        ...lines(({ response_time }) => response_time?.p99, ", p99", 1),
      ],
    },
  ];
}
