import { formatQuantity } from "../../../units/quantity.ts";
import { PALETTES } from "../../palette.ts";
import type { HeatMap } from "../../chart.ts";
import type { Figure } from "./figure.ts";
import { isWide } from "./room.ts";
import { plotlyLines, plotlyText, wrappedText } from "./plotly_text.ts";

const ROW_HEIGHT = 38;
const COLUMN_WIDTH = 84;
/** Room for the names of rows. */
const NAMES_WIDTH = 180;
const LABEL_LINE = 20;

/** Values that are further apart than this are coloured by their logarithms. */
const LINEAR_RANGE = 20;

/** A value for each combination of two things, as Plotly draws it. */
export function heatMapFigure(
  { columns, id, quantity, rows, values }: HeatMap,
): Figure {
  const texts = values.map((row) =>
    columns.map((_, i) => {
      const value = row[i];
      return value === undefined ? "–" : formatQuantity(value, quantity);
    })
  );
  return {
    id,
    data: [{
      type: "heatmap",
      x: columns.map((_, i) => i),
      y: rows.map((_, i) => i),
      z: values.map((row) => columns.map((_, i) => row[i] ?? null)),
      text: texts.map((row) => row.map(plotlyText)),
      texttemplate: "%{text}",
      textfont: { color: "text" },
      hoverinfo: "text",
      hovertext: texts.map((row, i) =>
        row.map((text, j) => plotlyLines(rows[i], `${columns[j]}: ${text}`))
      ),
      xgap: 2,
      ygap: 2,
      showscale: false,
      colorscale: colorPlaces(values.flat()),
    }],
    layout: {
      xaxis: axisOf(columns, [-0.5, Math.max(columns.length, 1) - 0.5]),
      // From top to bottom.
      yaxis: axisOf(rows, [Math.max(rows.length, 1) - 0.5, -0.5]),
      showlegend: false,
      hovermode: "closest",
    },
    scales: {},
    height: 100 + rows.length * ROW_HEIGHT,
    isWide: isWide(columns.length),
    leastWidth: NAMES_WIDTH + columns.length * COLUMN_WIDTH,
  };
}

function axisOf(
  names: readonly string[],
  range: readonly [number, number],
): Figure["layout"]["xaxis"] {
  return {
    type: "linear",
    range,
    tickmode: "array",
    tickvals: names.map((_, i) => i),
    ticktext: names.map((name) => wrappedText(name, LABEL_LINE)),
    fixedrange: true,
    showgrid: false,
  };
}

/** Where, between the least value and the greatest, each colour stands. */
function colorPlaces(values: readonly (number | undefined)[]): number[] {
  const known = values.filter((value) => value !== undefined);
  const least = Math.min(...known);
  const greatest = Math.max(...known);
  const last = PALETTES.light.heat.length - 1;
  const even = Array.from({ length: last + 1 }, (_, i) => i / last);
  if (!(least > 0 && greatest / least > LINEAR_RANGE)) return even;
  return even.map((part) =>
    part === 1
      ? 1
      : (least * (greatest / least) ** part - least) / (greatest - least)
  );
}
