import { axisText } from "../../axis_text.ts";
import type { Box, BoxChart } from "../../chart.ts";
import { categoryAxis, leastWidth } from "./category_axis.ts";
import { faintRole, seriesRole } from "./color_role.ts";
import type { BoxTrace, Figure, ScatterTrace } from "./figure.ts";
import { floorTraces } from "./floor_traces.ts";
import { isWide } from "./room.ts";
import { plotAxis } from "./plot_axis.ts";
import { plotlyLines, plotlyName } from "./plotly_text.ts";

/** How samples are spread, as Plotly draws it. */
export function boxFigure({ boxes, floors, id, y }: BoxChart): Figure {
  const upwards = plotAxis(y, [
    ...boxes.flatMap(({ max, min }) => [min, max]),
    ...floors.map(({ value }) => value),
  ], { fromZero: true });
  const across = categoryAxis(boxes.map(({ name }) => name));
  return {
    id,
    data: [
      ...boxes.map(boxTrace),
      greatestTrace(boxes, y),
      ...floorTraces(floors, y, across.range),
    ],
    layout: {
      xaxis: across,
      yaxis: upwards.axis,
      showlegend: floors.length > 0,
      // Wherever in its column a reader points, all of a box is told.
      hovermode: "x",
    },
    scales: { yaxis: upwards.scale },
    isWide: isWide(boxes.length),
    leastWidth: leastWidth(boxes),
    height: 400,
  };
}

function boxTrace(box: Box, index: number): BoxTrace {
  const { mean, median, min, name, p25 = median, p75, p99, serverIndex } = box;
  return {
    type: "box",
    name: plotlyName(name),
    showlegend: false,
    x: [index],
    lowerfence: [min],
    q1: [p25],
    median: [median],
    q3: [p75],
    upperfence: [p99],
    mean: [mean],
    boxmean: true,
    width: 0.45,
    line: { color: seriesRole(serverIndex), width: 2 },
    fillcolor: faintRole(serverIndex),
    hoverinfo: "skip",
  };
}

/** The greatest samples lie beyond the whiskers. */
function greatestTrace(
  boxes: readonly Box[],
  y: BoxChart["y"],
): ScatterTrace {
  return {
    type: "scatter",
    mode: "markers",
    name: "greatest",
    showlegend: false,
    x: boxes.map((_, i) => i),
    y: boxes.map(({ max }) => max),
    marker: {
      color: boxes.map(({ serverIndex }) => seriesRole(serverIndex)),
      size: 7,
      symbol: "circle-open",
    },
    hoverinfo: "text",
    hovertext: boxes.map((box) => hoverText(box, y)),
  };
}

function hoverText(box: Box, y: BoxChart["y"]): string {
  const { max, mean, median, min, name, p25, p75, p99 } = box;
  const figures: [string, number | undefined][] = [
    ["greatest", max],
    ["p99", p99],
    ["p75", p75],
    ["mean", mean],
    ["median", median],
    ["p25", p25],
    ["least", min],
  ];
  return plotlyLines(
    name,
    ...figures.flatMap(([what, value]) =>
      value === undefined ? [] : [`${what} ${axisText(value, y)}`]
    ),
  );
}
