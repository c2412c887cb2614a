import type { BandwidthOfSize } from "../../benchmarks/result_document.ts";
import type { ChartLine, ChartPoint } from "../chart.ts";
import { floorLevels, floorLines, floorsOf } from "../floors.ts";
import type { ReportSection } from "../report_section.ts";
import { type Cell, figure, type ReportTable } from "../report_table.ts";
import { measuredOf, type Run } from "../run.ts";
import { PAYLOAD } from "./_axes.ts";
import { SUMMARY_COLUMNS, summaryCells } from "./_summary_cells.ts";

const DIRECTIONS = ["upload", "download"] as const;
type Direction = typeof DIRECTIONS[number];

/** How fast bytes go, by how many go at once. */
export function bandwidthSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredOf(runs, (result) => result.bandwidth_by_size);
  if (measured.length === 0) return undefined;
  const floors = DIRECTIONS.flatMap((direction, variant) =>
    floorLines(
      runs,
      (floor) =>
        floor.bandwidth_by_size && pointsOf(floor.bandwidth_by_size, direction),
    ).map(asVariant(direction, variant))
  ).filter(({ points }) => points.length > 0);
  return {
    id: "bandwidth",
    title: "Bandwidth",
    lines: floorsOf(runs).length === 0 ? [] : [
      "The floor is what bare TCP brings into one fresh buffer, without framing or codec.",
    ],
    charts: [{
      kind: "lines",
      id: "bandwidth_by_payload_size",
      title: "Bandwidth by payload size",
      note: "Medians, from p25 to p75.",
      x: PAYLOAD,
      y: { title: "bandwidth", quantity: "bandwidth", scale: "log" },
      floors: floors.length > 0
        ? []
        : floorLevels(runs, ({ bandwidth }) => bandwidth),
      lines: [
        ...measured.flatMap(({ subject, value }) =>
          DIRECTIONS.map((direction, variant) =>
            asVariant(direction, variant)({
              ...subject,
              points: pointsOf(value, direction),
            })
          )
        ).filter(({ points }) => points.length > 0),
        ...floors,
      ],
    }],
    tables: [bandwidthTable(runs), ...totalTable(runs)],
  };
}

function asVariant(
  direction: Direction,
  variant: number,
): (line: ChartLine) => ChartLine {
  return (line) => ({ ...line, name: `${line.name}, ${direction}`, variant });
}

function pointsOf(
  sizes: readonly BandwidthOfSize[],
  direction: Direction,
): ChartPoint[] {
  return sizes.flatMap(({ [direction]: summary, size }) => {
    if (summary === undefined) return [];
    const { median, p25, p75 } = summary;
    return [{
      x: size,
      y: median,
      ...p25 === undefined ? {} : { low: p25, high: p75 },
    }];
  });
}

function bandwidthTable(runs: readonly Run[]): ReportTable {
  const rows = (name: string, sizes: readonly BandwidthOfSize[]): Cell[][] =>
    sizes.flatMap((ofSize) =>
      DIRECTIONS.flatMap((direction) => {
        const summary = ofSize[direction];
        if (summary === undefined) return [];
        return [[
          name,
          direction,
          figure(ofSize.size, "bytes"),
          ...summaryCells(summary, "bandwidth"),
        ]];
      })
    );
  return {
    title: "Bandwidth by payload size",
    columns: [
      { name: "server" },
      { name: "direction" },
      { name: "payload" },
      ...SUMMARY_COLUMNS,
    ],
    rows: [
      ...measuredOf(runs, (result) => result.bandwidth_by_size)
        .flatMap(({ subject, value }) => rows(subject.name, value)),
      ...floorsOf(runs).flatMap(({ floor, name }) =>
        rows(name, floor.bandwidth_by_size ?? [])
      ),
    ],
  };
}

/** Over all sizes together it says little; programs expect it. */
function totalTable(runs: readonly Run[]): ReportTable[] {
  const rows = measuredOf(
    runs,
    ({ download_bandwidth, upload_bandwidth }) =>
      [["upload", upload_bandwidth], ["download", download_bandwidth]] as const,
  ).flatMap(({ subject, value }) =>
    value.flatMap(([direction, summary]) =>
      summary === undefined
        ? []
        : [[subject.name, direction, ...summaryCells(summary, "bandwidth")]]
    )
  );
  if (rows.length === 0) return [];
  return [{
    title: "Bandwidth over all sizes",
    isDetail: true,
    note: "Of different sizes together, the mean says little.",
    columns: [{ name: "server" }, { name: "direction" }, ...SUMMARY_COLUMNS],
    rows,
  }];
}
