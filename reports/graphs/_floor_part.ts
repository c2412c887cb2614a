import type { FloorLevel } from "../chart.ts";
import { PALETTES } from "../palette.ts";
import { type LineLook, strokeOf, UNMARKED } from "./_graph_look.ts";
import type { GraphPart } from "./_graph_content.ts";
import type { GraphScale } from "./_graph_scale.ts";

/** How a floor's line looks: grey, and never solid, so that it is nobody's curve. */
export function floorLook(runIndex: number): LineLook {
  return {
    color: PALETTES.light.floor,
    width: 1.5,
    type: strokeOf(runIndex + 1),
  };
}

/** The least that a machine can do, as a line across the graph. */
export function floorPart(
  { name, runIndex, value }: FloorLevel,
  scale: GraphScale,
): GraphPart {
  const position = scale.position(value);
  if (position === undefined) return { series: [], leftOut: 1 };
  const lineStyle = floorLook(runIndex);
  return {
    name,
    series: [{
      type: "line",
      data: [],
      itemStyle: UNMARKED,
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
