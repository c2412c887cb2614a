import { type Palette, PALETTES } from "../../palette.ts";

/** What a colour stands for; which one it is depends on the theme. */
export type ColorRole =
  | "background"
  | "text"
  | "muted"
  | "grid"
  | "floor"
  | "transparent"
  | `series${number}`
  | `faint${number}`;

/** The colours of a theme, by what they stand for. */
export interface Paints {
  /** One for each {@linkcode ColorRole}. */
  readonly colors: Readonly<Record<string, string>>;
  /** From the least value of a heat map to the greatest. */
  readonly heat: readonly string[];
}

/** How opaque what is faint is: the spread of a line, the inside of a box. */
const FAINT = "40";

/** So many servers have colours of their own; both themes have as many. */
export const SERIES = PALETTES.light.series.length;

/** What the colour of one of the report's servers stands for. */
export function seriesRole(serverIndex: number): ColorRole {
  return `series${serverIndex % SERIES}`;
}

/** The same colour, so that what lies below can be seen. */
export function faintRole(serverIndex: number): ColorRole {
  return `faint${serverIndex % SERIES}`;
}

/** The colours of a palette, by role. */
export function paintsOf(palette: Palette): Paints {
  const { background, floor, grid, heat, muted, series, text } = palette;
  return {
    colors: {
      background,
      floor,
      grid,
      muted,
      text,
      transparent: "rgba(0,0,0,0)",
      ...Object.fromEntries(series.flatMap((color, i) => [
        [seriesRole(i), color],
        [faintRole(i), `${color}${FAINT}`],
      ])),
    },
    heat,
  };
}
