import type { Box, BoxChart } from "../chart.ts";
import { filledStyle } from "./_filled_style.ts";
import { floorPart } from "./_floor_series.ts";
import { categoryAxis, verticalAxis } from "./_graph_axes.ts";
import type { GraphContent, GraphPart } from "./_graph_content.ts";
import { type GraphScale, graphScale } from "./_graph_scale.ts";
import { PLOT_WIDTH } from "./_graph_size.ts";

/** How samples are spread, side by side. */
export function boxGraph(chart: BoxChart): GraphContent {
  const y = graphScale(chart.y, [
    ...chart.boxes.flatMap((box) => [...fiveNumbers(box), box.max]),
    ...chart.floors.map(({ value }) => value),
  ]);
  return {
    xAxis: categoryAxis(chart.boxes.map(({ name }) => name), PLOT_WIDTH),
    yAxis: verticalAxis(chart.y.title, y),
    parts: [
      ...chart.floors.map((floor) => floorPart(floor, y)),
      ...chart.boxes.map((box, i) => boxPart(box, i, y)),
    ],
  };
}

/** From the end of one whisker to the end of the other. */
function fiveNumbers({ median, min, p25, p75, p99 }: Box): number[] {
  return [min, p25 ?? median, median, p75, p99];
}

/** The axis names it: the legend need not. */
function boxPart(box: Box, index: number, y: GraphScale): GraphPart {
  const numbers = fiveNumbers(box).flatMap((value) => y.position(value) ?? []);
  const max = y.position(box.max);
  if (numbers.length < 5 || max === undefined) {
    return { series: [], leftOut: 1 };
  }
  const style = filledStyle(box, 0.3);
  return {
    series: [
      {
        type: "boxplot",
        data: [{ value: [index, ...numbers] }],
        encode: { x: 0, y: [1, 2, 3, 4, 5] },
        boxWidth: [16, 64],
        itemStyle: style,
      },
      {
        type: "scatter",
        data: [[index, max]],
        symbolSize: 6,
        itemStyle: { color: style.borderColor },
      },
    ],
    leftOut: 0,
  };
}
