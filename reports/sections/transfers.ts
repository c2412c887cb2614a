import type { BinaryTransferResult } from "../../benchmarks/result_document.ts";
import { formatBytes } from "../../units/units.ts";
import { floorLevels } from "../floors.ts";
import type { ReportSection } from "../report_section.ts";
import { figure } from "../report_table.ts";
import { measuredOf, type Run } from "../run.ts";
import { SUMMARY_COLUMNS, summaryCells } from "./_summary_cells.ts";

/** How long files take, whole, in chunks and as streams. */
export function transfersSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredOf(runs, (result) => result.binary_transfer)
    .filter(({ value }) => value.length > 0);
  if (measured.length === 0) return undefined;
  const categories = [
    ...new Set(measured.flatMap(({ value }) => value.map(transferName))),
  ];
  return {
    id: "transfers",
    title: "Large transfers",
    lines: [],
    charts: [{
      kind: "bars",
      id: "transfers",
      title: "Large transfers",
      note: "At the mean duration.",
      categories,
      y: { title: "bandwidth", quantity: "bandwidth", scale: "linear" },
      floors: floorLevels(runs, ({ bandwidth }) => bandwidth),
      series: measured.map(({ subject, value }) => ({
        ...subject,
        values: categories.map((category) => {
          const transfer = value.find((it) => transferName(it) === category);
          return transfer && bytesPerSecond(transfer);
        }),
      })),
    }],
    tables: [{
      title: "Large transfers",
      columns: [
        { name: "server" },
        { name: "transfer" },
        { name: "bandwidth" },
        ...SUMMARY_COLUMNS,
      ],
      rows: measured.flatMap(({ subject, value }) =>
        value.map((transfer) => [
          subject.name,
          transferName(transfer),
          figure(bytesPerSecond(transfer), "bandwidth"),
          ...summaryCells(transfer.duration, "duration"),
        ])
      ),
    }],
  };
}

function transferName(
  { type, file_size, chunk_size }: BinaryTransferResult,
): string {
  const [direction, manner = "whole"] = type.split("_");
  const how = chunk_size === null
    ? manner
    : `in ${formatBytes(chunk_size)} chunks`;
  return `${direction} ${formatBytes(file_size)} ${how}`;
}

function bytesPerSecond({ throughput_mbps }: BinaryTransferResult): number {
  return throughput_mbps * 1e6 / 8;
}
