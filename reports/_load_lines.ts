import type { LoadPoint, LoadResult, Pacing } from "../benchmarks/load/mod.ts";
import type { Summary } from "../benchmarks/statistics.ts";
import {
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
} from "../units/units.ts";
import { summaryRow, summaryTable } from "./_summary_table.ts";

/** A run of load as text: what was asked for, how long answers took, and why. */
export function loadLines(result: LoadResult): string[] {
  const rows = (
    [
      ["Connection time", result.connection_time],
      ["Response time", result.response_time],
      ["  Waiting time", result.waiting_time],
      ["  Service time", result.service_time],
    ] as const
  ).flatMap(([name, summary]) =>
    summary === undefined ? [] : [summaryRow(name, summary, formatDuration)]
  );
  const facts = factsOf(result);
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    `  ${title(result)}`,
    ...rows.length === 0 ? [] : [summaryTable(rows)],
    ...facts.map(([name, fact]) => `  ${name.padEnd(width)}  ${fact}`),
  ];
}

function title(
  { loop, pacing, duration, connections, in_flight, threads }: LoadResult,
): string {
  const each = in_flight === 1 ? "" : ` with ${in_flight} requests in flight`;
  const rate = pacing === undefined ? "" : `, ${describePacing(pacing)}`;
  return `Load, ${loop} loop${rate}, for ${formatDuration(duration)} over ${
    counted(connections, "connection")
  }${each}, from ${counted(threads, "thread")}`;
}

/** When requests were due, in words. */
function describePacing(pacing: Pacing): string {
  switch (pacing.kind) {
    case "constant":
      return formatRate(pacing.rate);
    case "poisson":
      return `${formatRate(pacing.rate)} at random (Poisson)`;
    case "ramp":
      return `${formatRate(pacing.from)} rising to ${formatRate(pacing.to)}`;
    case "step":
      return pacing.steps.map(({ rate }) => formatRate(rate)).join(", then ");
  }
}

function factsOf(result: LoadResult): [name: string, fact: string][] {
  const { offered_rate, achieved_rate, throughput, generator } = result;
  const { waiting_time, response_time, series } = result;
  const worst = slowest(series);
  return [
    [
      "Rate",
      [
        ...offered_rate === undefined
          ? []
          : [`${formatRate(offered_rate)} due`],
        `${formatRate(achieved_rate)} sent`,
        `${formatRate(throughput)} answered`,
      ].join(", "),
    ],
    ...waiting_time === undefined || response_time === undefined
      ? []
      : [waitingFact(waiting_time, response_time)],
    ...worst === undefined ? [] : [slowestFact(worst)],
    ...result.unsent_requests === 0 ? [] : [unsentFact(result)],
    ...result.failed_connections === 0 ? [] : [connectionFact(result)],
    [
      "Generator",
      `${formatCount(generator.late_sends)} late sends (${
        formatPercent(generator.late_share)
      })${
        generator.late_sends === 0
          ? ""
          : `, by up to ${formatDuration(generator.latest_send)}`
      }; CPU ${formatPercent(generator.cpu)} of a processor per thread`,
    ],
  ];
}

function waitingFact(waiting: Summary, response: Summary): [string, string] {
  return [
    "Waiting",
    `${
      formatPercent(response.mean === 0 ? 0 : waiting.mean / response.mean)
    } of the response time, which runs from when a request was due, not sent`,
  ];
}

function slowestFact({ at, p50 = 0, p99 = 0 }: LoadPoint): [string, string] {
  return [
    "Slowest",
    `at ${formatCount(at)} s: median ${formatDuration(p50)}, p99 ${
      formatDuration(p99)
    }`,
  ];
}

function unsentFact(result: LoadResult): [string, string] {
  return [
    "Never sent",
    `${
      formatCount(result.unsent_requests)
    } requests: there was no connection, or none was free in time`,
  ];
}

function connectionFact(result: LoadResult): [string, string] {
  return [
    "Connections",
    `${formatCount(result.failed_connections)} attempts to connect failed: ${
      result.connection_errors.map(({ kind }) => kind).join(", ")
    }`,
  ];
}

/** The second with the longest response times, where there were several. */
function slowest(series: readonly LoadPoint[]): LoadPoint | undefined {
  const [first, ...others] = series.filter(({ p99 }) => p99 !== undefined);
  if (others.length === 0) return undefined;
  return others.reduce(
    (worst, point) => (point.p99 ?? 0) > (worst.p99 ?? 0) ? point : worst,
    first,
  );
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? "" : "s"}`;
}
