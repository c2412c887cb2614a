import type { Chart, ChartPoint, LineChart } from "./chart.ts";
import { figure, type ReportTable } from "./report_table.ts";

/** So many bars show a run from its start to its end. */
const BARS = 32;

/** How things went over time, as small pictures; `undefined` of any other chart. */
export function timeSeriesTable(chart: Chart): ReportTable | undefined {
  if (!isTimeSeries(chart)) return undefined;
  const { lines, note, title, y } = chart;
  const rows = lines.filter(({ points }) => points.length > 1)
    .map(({ name, points }) => {
      const values = points.map((point) => point.y);
      return [
        name,
        { shape: barsOf(points) },
        figure(values.reduce((a, b) => Math.min(a, b)), y.quantity),
        figure(values.reduce((a, b) => Math.max(a, b)), y.quantity),
      ];
    });
  if (rows.length === 0) return undefined;
  return {
    title,
    ...note === undefined ? {} : { note },
    columns: [
      { name: y.title },
      { name: "over time" },
      { name: "least", importance: "useful" },
      { name: "most", importance: "useful" },
    ],
    rows,
  };
}

function isTimeSeries(chart: Chart): chart is LineChart {
  return chart.kind === "lines" && chart.x.quantity === "duration" &&
    chart.x.scale === "linear";
}

/** The means of equal stretches of time: where nothing was, there was nothing. */
function barsOf(points: readonly ChartPoint[]): number[] {
  const count = Math.min(BARS, points.length);
  const [{ x: start }] = points;
  const length = points[points.length - 1].x - start;
  const stretches = Array.from({ length: count }, (): number[] => []);
  for (const { x, y } of points) {
    const place = length > 0 ? Math.floor((x - start) / length * count) : 0;
    stretches[Math.min(place, count - 1)].push(y);
  }
  return stretches.map((values) =>
    values.length === 0
      ? 0
      : values.reduce((sum, value) => sum + value, 0) / values.length
  );
}
