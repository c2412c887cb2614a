import type { PlotAxis } from "./figure.ts";
import { wrappedText } from "./plotly_text.ts";

/** So many characters of a category stand in a line. */
const LINE = 14;

/**
 * An axis of things that are next to each other, by their places: two that are
 * called alike stay two.
 */
export function categoryAxis(names: readonly string[]): PlotAxis {
  return {
    type: "linear",
    range: [-0.5, Math.max(names.length, 1) - 0.5],
    tickmode: "array",
    tickvals: names.map((_, i) => i),
    ticktext: names.map((name) => wrappedText(name, LINE)),
    fixedrange: true,
    showgrid: false,
  };
}
