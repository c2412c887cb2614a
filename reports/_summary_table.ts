import { Table } from "@cliffy/table";
import type { Summary } from "../benchmarks/statistics.ts";
import { formatCount } from "../units/units.ts";

const HEADER = [
  "",
  "mean",
  "± stdev",
  "median",
  "min",
  "max",
  "p75",
  "p90",
  "p95",
  "p99",
  "p99.9",
  "n",
];

/** Rows of {@linkcode summaryRow} as text. */
export function summaryTable(rows: readonly string[][]): string {
  return new Table()
    .header(HEADER)
    .body([...rows])
    .align("right")
    .column(0, { align: "left" })
    .padding(2)
    .indent(2)
    .toString();
}

/** A summary as a row of a table. */
export function summaryRow(
  name: string,
  summary: Summary,
  format: (value: number) => string,
): string[] {
  return [
    name,
    format(summary.mean),
    format(summary.stdev),
    format(summary.median),
    format(summary.min),
    format(summary.max),
    format(summary.p75),
    format(summary.p90),
    format(summary.p95),
    format(summary.p99),
    format(summary.p999),
    formatCount(summary.count),
  ];
}
