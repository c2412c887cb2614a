import type { Paints } from "../figures/color_role.ts";
import type { Figure } from "../figures/figure.ts";

/** A copy of a figure with colours in place of what they stand for. */
export function paintedFigure(figure: Figure, paints: Paints): Figure {
  const color = (role: string) => paints.colors[role];
  return JSON.parse(JSON.stringify(figure), (key, value) => {
    if (key === "colorscale") {
      return value.map((at: number, i: number) => [at, paints.heat[i]]);
    }
    if (!key.endsWith("color")) return value;
    return Array.isArray(value) ? value.map(color) : color(value);
  });
}
