import { axisText } from "../../axis_text.ts";
import type { Axis, FloorLevel } from "../../chart.ts";
import { dashOf } from "./dash.ts";
import type { ScatterTrace } from "./figure.ts";
import { plotlyLines, plotlyName } from "./plotly_text.ts";

/** Across the whole chart, from one end of its horizontal axis to the other. */
export function floorTraces(
  floors: readonly FloorLevel[],
  axis: Axis,
  [from, to]: readonly [number, number],
): ScatterTrace[] {
  // Where there is something to point at.
  const x = Array.from({ length: 21 }, (_, i) => from + (to - from) * i / 20);
  return floors.map(({ name, runIndex, value }) => ({
    type: "scatter",
    mode: "lines",
    name: plotlyName(name),
    x,
    y: x.map(() => value),
    line: { color: "floor", width: 1.5, dash: dashOf(runIndex + 1) },
    hoverinfo: "text",
    hovertext: x.map(() => plotlyLines(name, axisText(value, axis))),
  }));
}
