import type { Summary } from "../../benchmarks/statistics.ts";
import type { Box, BoxChart, ChartPoint, FloorLevel } from "../chart.ts";
import { percentileCurve } from "../../benchmarks/percentile_curve.ts";

/** Further than this, no share is from what it was before it was kept. */
const ROUNDING = 1e-9;

/** A summary as a box. */
export function boxOf(
  summary: Summary,
): Pick<Box, "min" | "p25" | "median" | "p75" | "p99" | "max" | "mean"> {
  const { min, p25, median, p75, p99, max, mean } = summary;
  return {
    min,
    ...p25 === undefined ? {} : { p25 },
    median,
    p75,
    p99,
    max,
    mean,
  };
}

/** How seconds are spread, as boxes side by side; of the floor, the median. */
export function durationBoxes(
  { id, title, y }: {
    readonly id: string;
    readonly title: string;
    /** What the vertical axis is about. */
    readonly y: string;
  },
  boxes: readonly Box[],
  floors: readonly FloorLevel[] = [],
): BoxChart {
  return {
    kind: "boxes",
    id,
    title,
    note: "Boxes from p25 to p75, whiskers from the least to p99" +
      (floors.length === 0 ? "." : "; of the floor, the median."),
    y: { title: y, quantity: "duration", scale: "log" },
    floors,
    boxes,
  };
}

/**
 * Which value which share of the samples lies below, up to the last share that
 * a sample stands for: of 1,000 samples, that is 99.9 %.
 */
export function percentilePoints(summary: Summary): ChartPoint[] {
  // Shares are kept rounded; without this, that could cost the last.
  const last = 1 - 1 / summary.count + ROUNDING;
  return percentileCurve(summary)
    .filter(([share]) => share <= last && share < 1)
    .map(([x, y]) => ({ x, y }));
}
