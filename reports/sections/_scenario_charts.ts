import type {
  CaseResult,
  SpreadOfDuration,
} from "../../benchmarks/scenarios/case_result.ts";
import type {
  CaseGroup,
  CaseParameters,
} from "../../benchmarks/scenarios/scenario_case.ts";
import type { Summary } from "../../benchmarks/statistics.ts";
import type {
  Axis,
  BarChart,
  Chart,
  ChartLine,
  ChartPoint,
  LineChart,
} from "../chart.ts";
import { floorLevels } from "../floors.ts";
import type { Run } from "../run.ts";
import {
  ANSWERS,
  ANSWERS_FROM_ZERO,
  CLIENTS,
  PAYLOAD,
  RESPONSE_TIME,
  SHARE_OF_REQUESTS,
} from "./_axes.ts";
import { percentilePoints } from "./_distribution_charts.ts";
import { featureMaps } from "./_feature_maps.ts";
import { bySubject, type MeasuredCase } from "./_measured_case.ts";
import { schedulerOf } from "./_scenario_tables.ts";

const RATE: Axis = { title: "due per second", quantity: "rate", scale: "log" };
const BANDWIDTH: Axis = {
  title: "payload per second",
  quantity: "bandwidth",
  scale: "log",
};

const MEANS = "Means of the iterations, ± their standard deviation.";

/** What a group of cases is drawn as. */
type Drawing = (
  measured: readonly MeasuredCase[],
  runs: readonly Run[],
) => readonly Chart[];

const DRAWINGS: Readonly<Record<CaseGroup, Drawing>> = {
  payload_size: (measured, runs) => [
    {
      ...lineChart("throughput_by_payload_size", PAYLOAD, ANSWERS),
      title: "Throughput by payload size",
      floors: floorLevels(runs, ({ throughput }) => throughput),
      lines: lines(measured, payloadSize, ({ throughput }) => throughput),
    },
    {
      ...lineChart("payload_by_payload_size", PAYLOAD, BANDWIDTH),
      title: "Payload per second by payload size",
      floors: floorLevels(runs, ({ bandwidth }) => bandwidth),
      lines: lines(measured, payloadSize, ({ bandwidth }) => bandwidth),
    },
  ],
  client_count: (measured, runs) => [
    {
      ...lineChart("throughput_by_clients", CLIENTS, ANSWERS),
      title: "Throughput by number of clients",
      floors: floorLevels(runs, ({ throughput }) => throughput),
      lines: lines(measured, clients, ({ throughput }) => throughput),
    },
    {
      ...lineChart("response_time_by_clients", CLIENTS, RESPONSE_TIME),
      title: "Response time by number of clients",
      lines: responseLines(measured, clients),
    },
  ],
  latency_under_load: (measured) => [
    {
      ...lineChart("throughput_by_offered_rate", RATE, ANSWERS),
      title: "Answers by offered load",
      lines: lines(measured, rate, ({ throughput }) => throughput),
    },
    {
      ...lineChart("response_time_by_offered_rate", RATE, RESPONSE_TIME),
      title: "Response time by offered load",
      lines: responseLines(measured, rate),
    },
  ],
  latency_by_payload_size: (measured, runs) => [{
    ...lineChart("response_time_by_payload_size", PAYLOAD, RESPONSE_TIME),
    title: "Response time by payload size",
    floors: floorLevels(runs, ({ latency }) => latency.median),
    lines: responseLines(measured, payloadSize),
  }],
  tail_latency: (measured, runs) => [
    {
      ...lineChart("tail_percentiles", SHARE_OF_REQUESTS, RESPONSE_TIME),
      title: "Response time by percentile",
      note: "Of all iterations together.",
      floors: floorLevels(runs, ({ latency }) => latency.median),
      lines: measured.flatMap(({ subject, result }) =>
        result.pooled_response_time === undefined ? [] : [{
          ...subject,
          points: percentilePoints(result.pooled_response_time),
        }]
      ),
    },
    {
      ...lineChart("tail_requests", {
        title: "request",
        quantity: "count",
        scale: "linear",
      }, RESPONSE_TIME),
      title: "Response times, request by request",
      note: "Of the last iteration, in the order in which they were due.",
      lines: measured.flatMap(({ subject, result: { tail } }) =>
        tail === undefined ? [] : [{
          ...subject,
          points: tail.response_times.map((y, i) => ({ x: i + 1, y })),
        }]
      ),
    },
  ],
  scheduler: (measured) => [
    barChart("schedulers", "Throughput by scheduler", measured, schedulerOf),
  ],
  ordering: (measured) => [
    barChart("ordering", "Throughput by ordering", measured, schedulerOf),
  ],
  security: (measured) => [
    barChart(
      "security",
      "Throughput by security",
      measured,
      ({ security = "off" }) => security,
    ),
  ],
  compression: (measured) => featureMaps("compression", measured),
  compression_and_security: (measured) =>
    featureMaps("compression_and_security", measured),
};

/** The charts of some cases, question by question. */
export function scenarioCharts(
  measured: readonly MeasuredCase[],
  runs: readonly Run[],
): Chart[] {
  const groups = new Set(measured.map(({ result }) => result.group));
  return [...groups].flatMap((group) =>
    DRAWINGS[group](
      measured.filter(({ result }) => result.group === group),
      runs,
    )
  );
}

function payloadSize({ payload_size }: CaseParameters): number | undefined {
  return payload_size;
}

function clients({ clients }: CaseParameters): number {
  return clients;
}

function rate({ rate }: CaseParameters): number | undefined {
  return rate;
}

function lineChart(
  id: string,
  x: Axis,
  y: Axis,
): Pick<LineChart, "kind" | "id" | "note" | "x" | "y" | "floors"> {
  return { kind: "lines", id, note: MEANS, x, y, floors: [] };
}

/** One line for each server: means of the iterations, with standard deviations. */
function lines(
  measured: readonly MeasuredCase[],
  xOf: (parameters: CaseParameters) => number | undefined,
  yOf: (result: CaseResult) => Summary | undefined,
  name = "",
  variant = 0,
): ChartLine[] {
  return bySubject(measured).map(({ results, subject }) => ({
    ...subject,
    name: subject.name + name,
    variant,
    points: results.flatMap((result): ChartPoint[] => {
      const x = xOf(result.parameters);
      const y = yOf(result);
      if (x === undefined || y === undefined) return [];
      const { mean, stdev, count } = y;
      const isSpread = count > 1 && stdev < mean;
      return [{
        x,
        y: mean,
        ...isSpread ? { low: mean - stdev, high: mean + stdev } : {},
      }];
    }).toSorted((a, b) => a.x - b.x),
  })).filter(({ points }) => points.length > 0);
}

function responseLines(
  measured: readonly MeasuredCase[],
  xOf: (parameters: CaseParameters) => number | undefined,
): ChartLine[] {
  const percentile = (key: keyof SpreadOfDuration) => (result: CaseResult) =>
    result.response_time?.[key];
  return [
    ...lines(measured, xOf, percentile("p50"), ", median"),
    ...lines(measured, xOf, percentile("p99"), ", p99", 1),
  ];
}

function barChart(
  id: string,
  title: string,
  measured: readonly MeasuredCase[],
  categoryOf: (parameters: CaseParameters) => string,
): BarChart {
  const categories = [
    ...new Set(measured.map(({ result }) => categoryOf(result.parameters))),
  ];
  return {
    kind: "bars",
    id,
    title,
    note: MEANS,
    categories,
    y: ANSWERS_FROM_ZERO,
    floors: [],
    series: bySubject(measured).map(({ results, subject }) => {
      const throughputs = categories.map((category) =>
        results.find(({ parameters }) => categoryOf(parameters) === category)
          ?.throughput
      );
      return {
        ...subject,
        values: throughputs.map((throughput) => throughput?.mean),
        spreads: throughputs.map((throughput) => throughput?.stdev),
      };
    }),
  };
}
