import type { LineSeriesOption } from "echarts/charts";
import type { FloorLevel } from "../chart.ts";
import { PALETTES, runDashes } from "../palette.ts";
import type { GraphPart } from "./_graph_content.ts";
import type { GraphScale } from "./_graph_scale.ts";

/** How a floor's line looks: grey, and never solid, so that it is nobody's curve. */
export function floorLineStyle(
  runIndex: number,
): NonNullable<LineSeriesOption["lineStyle"]> {
  return {
    color: PALETTES.light.floor,
    width: 1.5,
    type: [...runDashes(runIndex + 1)],
  };
}

/** The least that a machine can do, as a line across the graph. */
export function floorPart(
  { name, runIndex, value }: FloorLevel,
  scale: GraphScale,
): GraphPart {
  const position = scale.position(value);
  if (position === undefined) return { series: [], leftOut: 1 };
  const lineStyle = floorLineStyle(runIndex);
  return {
    name,
    series: [{
      type: "line",
      data: [],
      symbol: "none",
      lineStyle,
      markLine: {
        symbol: "none",
        label: { show: false },
        lineStyle,
        data: [{ yAxis: position }],
      },
    }],
    leftOut: 0,
  };
}
