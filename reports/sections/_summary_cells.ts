import type { Summary } from "../../benchmarks/statistics.ts";
import type { Quantity } from "../../units/quantity.ts";
import { type Cell, type Column, figure } from "../report_table.ts";

/** What columns of {@linkcode summaryCells} are about. */
export const SUMMARY_COLUMNS: readonly Column[] = [
  { name: "mean" },
  { name: "± stdev", importance: "useful" },
  { name: "median" },
  { name: "min", importance: "useful" },
  { name: "max", importance: "useful" },
  { name: "p75", importance: "detail" },
  { name: "p90", importance: "detail" },
  { name: "p95", importance: "detail" },
  { name: "p99" },
  { name: "p99.9", importance: "detail" },
  { name: "n" },
  { name: "spread", importance: "useful" },
];

/** A summary as cells of a row. */
export function summaryCells(summary: Summary, quantity: Quantity): Cell[] {
  const { mean, stdev, median, min, max, p75, p90, p95, p99, p999 } = summary;
  return [
    ...[mean, stdev, median, min, max, p75, p90, p95, p99, p999]
      .map((value) => figure(value, quantity)),
    figure(summary.count, "count"),
    shapeOf(summary),
  ];
}

/** So many bars show how samples are spread. */
const BARS = 8;

/**
 * How many samples lie in each of so many equal steps from the least to p99, as
 * far as the summary tells; `undefined` where it does not.
 */
function shapeOf({ distribution, min, p99 }: Summary): Cell {
  if (distribution === undefined || !(p99 > min)) return undefined;
  const below = (value: number): number => {
    const after = distribution.findIndex(([, reached]) => reached >= value);
    if (after < 0) return 1;
    if (after === 0) return 0;
    const [[share, from], [next, to]] = [
      distribution[after - 1],
      distribution[after],
    ];
    return share + (next - share) * (value - from) / (to - from);
  };
  const edges = Array.from(
    { length: BARS + 1 },
    (_, i) => below(min + (p99 - min) * i / BARS),
  );
  return { shape: edges.slice(1).map((edge, i) => edge - edges[i]) };
}
