import type { BarTrace } from "./figure.ts";

/** What tells bars of one colour apart. */
const SHAPES = ["", "/", "x", "-", "|", "."];

/** The pattern of bars; the first of a colour have none. */
export function barPattern(index: number): BarTrace["marker"]["pattern"] {
  return {
    shape: SHAPES[index % SHAPES.length],
    fillmode: "overlay",
    fgcolor: "background",
    size: 7,
    solidity: 0.2,
  };
}
