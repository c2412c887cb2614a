import { formatQuantity } from "../units/quantity.ts";
import { formatDuration, formatPercent } from "../units/units.ts";
import { axisText } from "./axis_text.ts";
import type {
  BarChart,
  BoxChart,
  Chart,
  ChartLine,
  FlameGraph,
  FloorLevel,
  HeatMap,
  LineChart,
} from "./chart.ts";

/** Of a line with more points, the ends and the extremes are told. */
const MOST_POINTS = 8;
/** So many lines, bars, boxes, rows of a heat map or functions are told of. */
const MOST_THINGS = 12;

/**
 * What a chart shows, in words, for readers who do not see it: its kind, its title,
 * and the values of each of its lines, bars, boxes, rows or functions.
 */
export function describeChart(chart: Chart): string {
  switch (chart.kind) {
    case "lines":
      return sentences(
        `Line chart of ${chart.y.title} by ${chart.x.title}: ${chart.title}`,
        ...told(chart.lines, (line) => lineFacts(line, chart)),
        ...floorFacts(chart),
      );
    case "bars":
      return sentences(
        `Bar chart of ${chart.y.title}: ${chart.title}`,
        ...told(chart.series, (series) => barFacts(series, chart)),
        ...floorFacts(chart),
      );
    case "boxes":
      return sentences(
        `Box plot of ${chart.y.title}: ${chart.title}`,
        ...told(chart.boxes, (box) => boxFacts(box, chart)),
        ...floorFacts(chart),
      );
    case "heat_map":
      return sentences(
        `Heat map: ${chart.title}`,
        ...told(chart.rows, (row, i) => rowFacts(row, chart.values[i], chart)),
      );
    case "flames":
      return sentences(`Flame graph: ${chart.title}`, ...flameFacts(chart));
  }
}

function sentences(...facts: readonly string[]): string {
  return facts.map((fact) => /[.!?]$/.test(fact) ? fact : `${fact}.`).join(" ");
}

function told<Thing>(
  things: readonly Thing[],
  fact: (thing: Thing, index: number) => string,
): string[] {
  const rest = things.length - MOST_THINGS;
  return [
    ...things.slice(0, MOST_THINGS).map(fact),
    ...rest > 0 ? [`And ${rest} more`] : [],
  ];
}

function lineFacts({ name, points }: ChartLine, { x, y }: LineChart): string {
  const at = (point: { readonly x: number; readonly y: number }) =>
    `${axisText(point.y, y)} at ${axisText(point.x, x)}`;
  if (points.length === 0) return `${name}: nothing`;
  if (points.length <= MOST_POINTS) {
    return `${name}: ${points.map(at).join(", ")}`;
  }
  const least = points.reduce((a, b) => b.y < a.y ? b : a);
  const greatest = points.reduce((a, b) => b.y > a.y ? b : a);
  return `${name}, ${points.length} points: first ${at(points[0])}, last ${
    at(points[points.length - 1])
  }, least ${at(least)}, greatest ${at(greatest)}`;
}

function barFacts(
  { name, values }: BarChart["series"][number],
  { categories, y }: BarChart,
): string {
  const facts = values.flatMap((value, i) =>
    value === undefined ? [] : [`${axisText(value, y)} for ${categories[i]}`]
  );
  return `${name}: ${facts.length === 0 ? "nothing" : facts.join(", ")}`;
}

function boxFacts(box: BoxChart["boxes"][number], { y }: BoxChart): string {
  const { max, median, min, name, p25, p75, p99 } = box;
  const text = (value: number) => axisText(value, y);
  const from = p25 === undefined ? "" : `p25 ${text(p25)}, `;
  return `${name}: least ${text(min)}, ${from}median ${text(median)}, p75 ${
    text(p75)
  }, p99 ${text(p99)}, greatest ${text(max)}`;
}

function rowFacts(
  row: string,
  values: HeatMap["values"][number],
  { columns, quantity }: HeatMap,
): string {
  const facts = columns.flatMap((column, i) => {
    const value = values[i];
    return value === undefined
      ? []
      : [`${formatQuantity(value, quantity)} for ${column}`];
  });
  return `${row}: ${facts.length === 0 ? "nothing" : facts.join(", ")}`;
}

function flameFacts({ flames }: FlameGraph): string[] {
  const whole = flames
    .filter(({ depth }) => depth === 0)
    .reduce((sum, { total }) => sum + total, 0);
  const times = new Map<string, number>();
  for (const { name, self } of flames) {
    times.set(name, (times.get(name) ?? 0) + self);
  }
  const slowest = [...times]
    .filter(([, self]) => self > 0)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_THINGS)
    .map(([name, self]) =>
      `${name} ${formatDuration(self)} (${
        formatPercent(whole === 0 ? 0 : self / whole)
      })`
    );
  return [
    `${times.size} functions, ${formatDuration(whole)} in all`,
    ...slowest.length === 0 ? [] : [`Most time in ${slowest.join(", ")}`],
  ];
}

function floorFacts(
  { floors, y }: {
    readonly floors: readonly FloorLevel[];
    readonly y: LineChart["y"];
  },
): string[] {
  return floors.map(({ name, value }) => `${name}: ${axisText(value, y)}`);
}
