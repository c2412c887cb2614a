import type { LineSeriesOption } from "echarts/charts";
import type { ChartLine, LineChart } from "../chart.ts";
import { PALETTES, seriesColor } from "../palette.ts";
import { floorLook, floorPart } from "./_floor_part.ts";
import { horizontalAxis, verticalAxis } from "./_graph_axes.ts";
import type { GraphContent, GraphPart } from "./_graph_content.ts";
import { type GraphScale, graphScale } from "./_graph_scale.ts";
import { type LineLook, strokeOf, UNMARKED } from "./_graph_look.ts";
import { type Spread, spreadSeries } from "./_spread_series.ts";

/** An axis names each of the values that were measured, if they are not more. */
const MOST_NAMED = 10;

/** Points are marked where they are not more: a mark says that here was measured. */
const MOST_MARKED = 20;

/** Shapes that tell servers apart without a colour. */
const SYMBOLS = ["circle", "rect", "diamond", "triangle", "roundRect", "arrow"];

/** How one value depends on another. */
export function lineGraph(chart: LineChart): GraphContent {
  const points = chart.lines.flatMap((line) => line.points);
  const measured = [...new Set(points.map(({ x }) => x))];
  const x = graphScale(
    chart.x,
    measured,
    chart.x.scale === "log" && measured.length <= MOST_NAMED
      ? measured.toSorted((a, b) => a - b)
      : undefined,
  );
  const y = graphScale(chart.y, [
    ...points.flatMap(({ high, low, y }) => [y, low ?? y, high ?? y]),
    ...chart.floors.map(({ value }) => value),
  ]);
  return {
    ...horizontalAxis(chart.x.title, x),
    yAxis: verticalAxis(chart.y.title, y),
    parts: [
      ...chart.lines.map((line) => linePart(line, x, y)),
      ...chart.floors.map((floor) => floorPart(floor, y)),
    ],
  };
}

function linePart(line: ChartLine, x: GraphScale, y: GraphScale): GraphPart {
  const points = line.points.flatMap((point) => {
    const [left, top] = [x.position(point.x), y.position(point.y)];
    return left === undefined || top === undefined
      ? []
      : [{ ...point, left, top }];
  });
  const leftOut = line.points.length - points.length;
  if (points.length === 0) return { series: [], leftOut };
  const lineStyle = lineStyleOf(line);
  const spreads = points.flatMap(({ high, left, low }): Spread[] =>
    low === undefined || high === undefined ? [] : [{
      x: left,
      low: y.position(low) ?? y.from,
      high: y.position(high) ?? y.to,
    }]
  );
  return {
    name: line.name,
    series: [
      {
        type: "line",
        data: points.map(({ left, top }) => [left, top]),
        lineStyle,
        ...marksOf(line, points.length, lineStyle.color),
      },
      ...spreads.length === 0 ? [] : [spreadSeries(spreads, lineStyle.color)],
    ],
    leftOut,
  };
}

function lineStyleOf(line: ChartLine): LineLook {
  const style = line.isFloor ? floorLook(line.runIndex) : {
    color: seriesColor(PALETTES.light, line.serverIndex),
    width: 2.25,
    type: strokeOf(line.runIndex),
  };
  return isStrongest(line) ? style : { ...style, width: 1.25 };
}

function marksOf(
  line: ChartLine,
  points: number,
  color: string,
): Pick<LineSeriesOption, "symbol" | "symbolSize" | "itemStyle"> {
  // A line of a single point is nothing but its mark.
  const isMarked = points === 1 || (!line.isFloor && points <= MOST_MARKED);
  if (!isMarked) return { symbol: "none", itemStyle: UNMARKED };
  return {
    symbol: SYMBOLS[line.serverIndex % SYMBOLS.length],
    symbolSize: 7,
    itemStyle: {
      color: isStrongest(line) ? color : PALETTES.light.background,
      borderColor: color,
      borderWidth: 1.5,
    },
  };
}

/** Of several lines of one subject, those that follow are thinner, and hollow. */
function isStrongest({ variant = 0 }: ChartLine): boolean {
  return variant === 0;
}
