import { axisText } from "../../axis_text.ts";
import type { BarChart, BarSeries } from "../../chart.ts";
import { barPattern } from "./bar_pattern.ts";
import { categoryAxis, leastWidth } from "./category_axis.ts";
import { seriesRole } from "./color_role.ts";
import type { BarTrace, Figure } from "./figure.ts";
import { floorTraces } from "./floor_traces.ts";
import { isWide, legendHeight } from "./room.ts";
import { isPlaced, plotAxis } from "./plot_axis.ts";
import { plotlyLines, plotlyName, plotlyText } from "./plotly_text.ts";

/** More bars have no room for their values. */
const MOST_LABELS = 12;

/** One value for each of several things, as Plotly draws it. */
export function barFigure(
  { categories, floors, id, series, y }: BarChart,
): Figure {
  const upwards = plotAxis(y, [
    ...series.flatMap(({ spreads = [], values }) =>
      values.flatMap((value, i) =>
        value === undefined ? [] : [value, value + (spreads[i] ?? 0)]
      )
    ),
    ...floors.map(({ value }) => value),
  ], { fromZero: true });
  const across = categoryAxis(categories);
  const labelled = categories.length * series.length <= MOST_LABELS;
  return {
    id,
    data: [
      ...series.map((one) => barTrace(one, { categories, labelled, y })),
      ...floorTraces(floors, y, across.range),
    ],
    layout: {
      xaxis: across,
      yaxis: upwards.axis,
      showlegend: true,
      hovermode: "closest",
      barmode: "group",
      bargap: 0.3,
    },
    scales: { yaxis: upwards.scale },
    isWide: isWide(Math.max(categories.length, series.length + floors.length)),
    leastWidth: leastWidth(categories),
    height: 360 + legendHeight(series.length + floors.length),
  };
}

function barTrace(
  { name, runIndex, serverIndex, spreads, values }: BarSeries,
  { categories, labelled, y }: Pick<BarChart, "categories" | "y"> & {
    readonly labelled: boolean;
  },
): BarTrace {
  const texts = values.map((value, i) => {
    if (value === undefined) return "";
    const spread = spreads?.[i];
    const text = axisText(value, y);
    return spread === undefined ? text : `${text} ± ${axisText(spread, y)}`;
  });
  return {
    type: "bar",
    orientation: "v",
    name: plotlyName(name),
    x: values.map((_, i) => i),
    y: values.map((value) =>
      value === undefined || !isPlaced(value, y) ? null : value
    ),
    marker: {
      color: seriesRole(serverIndex),
      // So that runs are told apart without colours.
      pattern: barPattern(runIndex),
    },
    ...spreads === undefined ? {} : {
      error_y: {
        type: "data",
        symmetric: true,
        array: values.map((_, i) => spreads[i] ?? null),
        color: "muted",
        thickness: 1.5,
        width: 4,
      },
    },
    ...labelled && spreads === undefined
      ? {
        text: texts.map(plotlyText),
        textposition: "outside",
        textangle: 0,
        cliponaxis: false,
      }
      : {},
    hoverinfo: "text",
    hovertext: texts.map((text, i) =>
      plotlyLines(name, `${categories[i]}: ${text}`)
    ),
  };
}
