import { axisText } from "../../axis_text.ts";
import type { ChartLine, ChartPoint, LineChart } from "../../chart.ts";
import { faintRole, seriesRole } from "./color_role.ts";
import { dashOf } from "./dash.ts";
import type { ErrorBars, Figure, ScatterTrace } from "./figure.ts";
import { floorTraces } from "./floor_traces.ts";
import { isWide, legendHeight } from "./room.ts";
import { isPlaced, placed, plotAxis } from "./plot_axis.ts";
import { plotlyLines, plotlyName } from "./plotly_text.ts";
import { thinned } from "./thinned.ts";

/** Of a line with more points, none is marked. */
const MOST_MARKERS = 60;

/** More points than a screen has columns make no better line. */
const MOST_POINTS_OF_LINE = 600;
/** Fewer would hide what a line is like. */
const LEAST_POINTS_OF_LINE = 60;
/** So many points of all lines together are drawn in no time. */
const MOST_POINTS = 9600;

/** More values at which something was measured are no ticks. */
const MOST_VALUES = 8;

/** Beside their colours, servers have marks of their own. */
const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "cross", "x"];

/** How one value depends on another, as Plotly draws it. */
export function lineFigure(chart: LineChart): Figure {
  const { floors, id, lines, x, y } = chart;
  const shown = lines.map((line) => ({
    ...line,
    points: thinned(
      line.points.filter((point) =>
        isPlaced(point.x, x) && isPlaced(point.y, y)
      ),
      mostPoints(lines.length),
    ),
  }));
  const points = shown.flatMap((line) => line.points);
  const across = plotAxis(x, points.map((point) => point.x), {
    fromZero: x.quantity !== "duration",
  });
  const upwards = plotAxis(y, [
    ...points.flatMap(({ high, low, y }) => [y, low ?? y, high ?? y]),
    ...floors.map(({ value }) => value),
  ], { fromZero: true });
  return {
    id,
    data: [
      ...shown.map((line) => lineTrace(line, chart)),
      ...floorTraces(floors, y, ends(across.axis)),
    ],
    layout: {
      xaxis: across.axis,
      yaxis: upwards.axis,
      showlegend: true,
      hovermode: "closest",
    },
    scales: {
      xaxis: { ...across.scale, measured: measuredValues(x, points) },
      yaxis: upwards.scale,
    },
    isWide: isWide(lines.length + floors.length),
    height: 380 + legendHeight(lines.length + floors.length),
  };
}

/** How many points each of so many lines has at most. */
function mostPoints(lines: number): number {
  const share = 2 * Math.floor(MOST_POINTS / lines / 2);
  return Math.min(MOST_POINTS_OF_LINE, Math.max(LEAST_POINTS_OF_LINE, share));
}

/** The few sizes, rates or counts at which something was measured. */
function measuredValues(
  { quantity, scale }: LineChart["x"],
  points: readonly ChartPoint[],
): readonly number[] {
  if (scale === "nines" || quantity === "duration") return [];
  const values = new Set(points.map(({ x }) => x));
  return values.size > MOST_VALUES ? [] : [...values];
}

/** Of an axis, in its own values. */
function ends(
  { range: [from, to], type }: Figure["layout"]["xaxis"],
): readonly [number, number] {
  return type === "log" ? [10 ** from, 10 ** to] : [from, to];
}

function lineTrace(line: ChartLine, { x, y }: LineChart): ScatterTrace {
  const { isFloor = false, name, points, runIndex, serverIndex, variant = 0 } =
    line;
  const color = isFloor ? "floor" : seriesRole(serverIndex);
  const symbol = SYMBOLS[serverIndex % SYMBOLS.length];
  const spread = spreadOf(line);
  return {
    type: "scatter",
    mode: points.length > MOST_MARKERS ? "lines" : "lines+markers",
    name: plotlyName(name),
    x: points.map((point) => placed(point.x, x)),
    y: points.map((point) => placed(point.y, y)),
    line: {
      color,
      width: isFloor ? 1.5 : variant === 0 ? 2.5 : 1.25,
      dash: dashOf(isFloor ? runIndex + 1 : runIndex),
    },
    marker: {
      color,
      size: isFloor ? 4 : 7,
      symbol: variant === 0 ? symbol : `${symbol}-open`,
    },
    ...spread === undefined ? {} : { error_y: spread },
    hoverinfo: "text",
    hovertext: points.map((point) => hoverText(name, point, { x, y })),
  };
}

/** As bars without caps: where points are dense, they make a band. */
function spreadOf(
  { isFloor, points, serverIndex }: ChartLine,
): ErrorBars | undefined {
  if (points.every(({ high, low }) => (low ?? high) === undefined)) return;
  return {
    type: "data",
    symmetric: false,
    array: points.map(({ high, y }) => high === undefined ? null : high - y),
    arrayminus: points.map(({ low, y }) => low === undefined ? null : y - low),
    color: isFloor ? "floor" : faintRole(serverIndex),
    thickness: 5,
    width: 0,
  };
}

function hoverText(
  name: string,
  point: ChartPoint,
  { x, y }: Pick<LineChart, "x" | "y">,
): string {
  const { high, low } = point;
  const spread = low === undefined || high === undefined
    ? ""
    : ` (${axisText(low, y)} to ${axisText(high, y)})`;
  return plotlyLines(
    name,
    `${axisText(point.x, x)}: ${axisText(point.y, y)}${spread}`,
  );
}
