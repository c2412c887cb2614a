import type { Box, BoxChart } from "../chart.ts";
import { filledLook } from "./_graph_look.ts";
import { floorPart } from "./_floor_part.ts";
import { categoryAxis, verticalAxis } from "./_graph_axes.ts";
import type { GraphContent, GraphPart } from "./_graph_content.ts";
import { type GraphScale, graphScale } from "./_graph_scale.ts";

/** How samples are spread, side by side. */
export function boxGraph(chart: BoxChart): GraphContent {
  const y = graphScale(chart.y, [
    ...chart.boxes.flatMap((box) => [...fiveNumbers(box), box.max]),
    ...chart.floors.map(({ value }) => value),
  ]);
  return {
    ...categoryAxis(chart.boxes.map(({ name }) => name)),
    yAxis: verticalAxis(chart.y.title, y),
    parts: [
      boxesPart(chart.boxes, y),
      ...chart.floors.map((floor) => floorPart(floor, y)),
    ],
  };
}

/** From the end of one whisker to the end of the other. */
function fiveNumbers({ median, min, p25, p75, p99 }: Box): number[] {
  return [min, p25 ?? median, median, p75, p99];
}

/** All boxes; the axis names them, so that the legend need not. */
function boxesPart(boxes: readonly Box[], y: GraphScale): GraphPart {
  const drawn = boxes.flatMap((box, index) => {
    const numbers = fiveNumbers(box).flatMap((value) =>
      y.position(value) ?? []
    );
    const max = y.position(box.max);
    return numbers.length < 5 || max === undefined
      ? []
      : [{ index, numbers, max, look: filledLook(box, 0.3) }];
  });
  const leftOut = boxes.length - drawn.length;
  if (drawn.length === 0) return { series: [], leftOut };
  return {
    series: [
      {
        type: "boxplot",
        data: drawn.map(({ index, look, numbers }) => ({
          value: [index, ...numbers],
          itemStyle: look,
        })),
        encode: { x: 0, y: [1, 2, 3, 4, 5] },
        boxWidth: [16, 64],
      },
      {
        type: "scatter",
        data: drawn.map(({ index, look, max }) => ({
          value: [index, max],
          itemStyle: { color: look.borderColor, opacity: 1 },
        })),
        symbolSize: 6,
      },
    ],
    leftOut,
  };
}
