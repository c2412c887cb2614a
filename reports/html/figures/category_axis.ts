import type { PlotAxis } from "./figure.ts";
import { wrappedText } from "./plotly_text.ts";

/** So many characters of all categories together stand in a line. */
const LINE = 60;
/** So many of one do. */
const SHORTEST_LINE = 10;

/** What a category takes at least, in pixels. */
const CATEGORY_WIDTH = 64;
/** What the other axis takes. */
const AXIS_WIDTH = 80;

/**
 * An axis of things that are next to each other, by their places: two that are
 * called alike stay two.
 */
export function categoryAxis(names: readonly string[]): PlotAxis {
  const line = Math.max(SHORTEST_LINE, Math.floor(LINE / names.length));
  return {
    type: "linear",
    range: [-0.5, Math.max(names.length, 1) - 0.5],
    tickmode: "array",
    tickvals: names.map((_, i) => i),
    ticktext: names.map((name) => wrappedText(name, line)),
    fixedrange: true,
    showgrid: false,
  };
}

/** What a chart of so many categories takes at least, in pixels. */
export function leastWidth({ length }: readonly unknown[]): number {
  return AXIS_WIDTH + length * CATEGORY_WIDTH;
}
