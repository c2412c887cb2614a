import type { LatencyOfSize } from "../../benchmarks/result_document.ts";
import { formatDuration, formatPercent } from "../../units/units.ts";
import type { BoxChart, ChartPoint, LineChart } from "../chart.ts";
import { floorLevels, floorLines, floorsOf } from "../floors.ts";
import type { ReportSection } from "../report_section.ts";
import { figure, type ReportTable } from "../report_table.ts";
import { measuredOf, type Run } from "../run.ts";
import { LATENCY, PAYLOAD, SHARE_OF_REQUESTS } from "./_axes.ts";
import {
  boxOf,
  durationBoxes,
  percentilePoints,
} from "./_distribution_charts.ts";
import { SUMMARY_COLUMNS, summaryCells } from "./_summary_cells.ts";

/** How long one request takes while no other is under way. */
export function latencySection(
  runs: readonly Run[],
): ReportSection | undefined {
  const charts = [
    ...percentileChart(runs),
    ...boxChart(runs),
    ...payloadChart(runs),
    ...remoteChart(runs),
  ];
  if (charts.length === 0) return undefined;
  return {
    id: "latency",
    title: "Latency",
    lines: fetchLines(runs),
    charts,
    tables: [latencyTable(runs), ...payloadTable(runs)],
  };
}

function percentileChart(runs: readonly Run[]): LineChart[] {
  const measured = measuredOf(runs, ({ latency }) => latency);
  if (measured.length === 0) return [];
  return [{
    kind: "lines",
    id: "latency_percentiles",
    title: "Latency by percentile",
    note:
      "How long which share of the requests took at most; each step to the right is a tenth of the rest.",
    x: SHARE_OF_REQUESTS,
    y: LATENCY,
    floors: [],
    lines: [
      ...measured.map(({ subject, value }) => ({
        ...subject,
        points: percentilePoints(value),
      })),
      ...floorLines(runs, ({ latency }) => percentilePoints(latency)),
    ],
  }];
}

function boxChart(runs: readonly Run[]): BoxChart[] {
  const boxes = measuredOf(runs, ({ latency }) => latency)
    .map(({ subject, value }) => ({ ...subject, ...boxOf(value) }));
  if (boxes.length === 0) return [];
  return [durationBoxes(
    { id: "latency", title: "Latency", y: "latency" },
    boxes,
    floorLevels(runs, ({ latency }) => latency.median),
  )];
}

function payloadChart(runs: readonly Run[]): LineChart[] {
  const measured = measuredOf(runs, (result) => result.latency_by_size);
  if (measured.length === 0) return [];
  const byPayload = floorLines(
    runs,
    (floor) => floor.latency_by_size?.map(pointOf),
  );
  return [{
    kind: "lines",
    id: "latency_by_payload_size",
    title: "Latency by payload size",
    note:
      "Medians, from p25 to p75; the payload goes to the server and comes back.",
    x: PAYLOAD,
    y: LATENCY,
    floors: byPayload.length > 0
      ? []
      : floorLevels(runs, ({ latency }) => latency.median),
    lines: [
      ...measured.map(({ subject, value }) => ({
        ...subject,
        points: value.map(pointOf),
      })),
      ...byPayload,
    ],
  }];
}

/** Servers elsewhere beside those on this machine, where there are both. */
function remoteChart(runs: readonly Run[]): BoxChart[] {
  const measured = measuredOf(runs, ({ latency }) => latency);
  const elsewhere = measured.filter(({ result }) => result.host !== undefined);
  if (elsewhere.length === 0 || elsewhere.length === measured.length) return [];
  return [durationBoxes(
    {
      id: "local_and_remote",
      title: "Latency here and elsewhere",
      y: "latency",
    },
    measured.map(({ result, subject, value }) => ({
      ...subject,
      name: result.host === undefined
        ? `${subject.name}, here`
        : `${subject.name}, at ${result.host}`,
      ...boxOf(value),
    })),
    floorLevels(runs, ({ latency }) => latency.median)
      .map((floor) => ({ ...floor, name: `${floor.name}, here` })),
  )];
}

function pointOf({ latency, size }: LatencyOfSize): ChartPoint {
  const { median, p25, p75 } = latency;
  return {
    x: size,
    y: median,
    ...p25 === undefined ? {} : { low: p25, high: p75 },
  };
}

function latencyTable(runs: readonly Run[]): ReportTable {
  return {
    title: "Time of one request after another",
    columns: [{ name: "server" }, ...SUMMARY_COLUMNS],
    rows: [
      ...measuredOf(runs, ({ latency }) => latency),
      ...measuredOf(runs, ({ lean_latency }) => lean_latency).map((it) => ({
        ...it,
        subject: { ...it.subject, name: `${it.subject.name}, lean client` },
      })),
    ]
      .toSorted((a, b) =>
        a.subject.serverIndex - b.subject.serverIndex ||
        a.subject.runIndex - b.subject.runIndex
      )
      .map(({ subject, value }) => [
        subject.name,
        ...summaryCells(value, "duration"),
      ])
      .concat(
        floorsOf(runs).map(({ floor, name }) => [
          name,
          ...summaryCells(floor.latency, "duration"),
        ]),
      ),
  };
}

function payloadTable(runs: readonly Run[]): ReportTable[] {
  const measured = measuredOf(runs, (result) => result.latency_by_size);
  if (measured.length === 0) return [];
  const rows = (name: string, sizes: readonly LatencyOfSize[]) =>
    sizes.map(({ latency, size }) => [
      name,
      figure(size, "bytes"),
      ...summaryCells(latency, "duration"),
    ]);
  return [{
    title: "Latency by payload size",
    columns: [{ name: "server" }, { name: "payload" }, ...SUMMARY_COLUMNS],
    rows: [
      ...measured.flatMap(({ subject, value }) => rows(subject.name, value)),
      ...floorsOf(runs).flatMap(({ floor, name }) =>
        rows(name, floor.latency_by_size ?? [])
      ),
    ],
  }];
}

/** What of HTTP's latency is the client, not the server and the network. */
function fetchLines(runs: readonly Run[]): string[] {
  return measuredOf(
    runs,
    ({ latency, lean_latency }) =>
      latency && lean_latency && { fetch: latency, lean: lean_latency },
  )
    .map(({ subject, value: { fetch, lean } }) => {
      // Noise can make the lean client seem the slower one.
      const isSlower = fetch.median > lean.median;
      const share = isSlower
        ? Math.round(100 * (1 - lean.median / fetch.median)) / 100
        : 0;
      return `${subject.name}: fetch is ${
        formatPercent(share)
      } of the median latency: ${formatDuration(fetch.median)} with it, ${
        formatDuration(lean.median)
      } with the lean client.`;
    });
}
