/** What a chart lies on: a light page or a dark one. */
export type Theme = "light" | "dark";

/** The colours of charts, as `#rrggbb`. */
export interface Palette {
  /** What the chart lies on. */
  readonly background: string;
  /** Titles and numbers. */
  readonly text: string;
  /** Axes' titles and ticks, and what else may step back. */
  readonly muted: string;
  /** Lines behind the data. */
  readonly grid: string;
  /** What went wrong. */
  readonly alarm: string;
  /** What the machine can do at best. */
  readonly floor: string;
  /** One for each server, in the order of the report's servers. */
  readonly series: readonly string[];
  /** From the least value of a heat map to the greatest. */
  readonly heat: readonly string[];
}

/**
 * Colours after Okabe and Ito, "Color Universal Design" (2008), which readers who
 * are colour-blind can tell apart; those too pale for a theme's background give
 * way to a darker, or a lighter, one. Heat maps go from the background to a blue
 * on which text can still be read.
 */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: "#ffffff",
    text: "#1b1f24",
    muted: "#59636e",
    grid: "#e4e7eb",
    alarm: "#b3261e",
    floor: "#6b7280",
    series: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5c00", "#332288"],
    heat: ["#f4f8fb", "#dce9f4", "#c3dbed", "#a8cbe5", "#8bbbdc", "#6daad3"],
  },
  dark: {
    background: "#14171c",
    text: "#e8eaed",
    muted: "#a3abb5",
    grid: "#2b3038",
    alarm: "#ff8a80",
    floor: "#8b949e",
    series: ["#56b4e9", "#e07a3a", "#00a077", "#fcaaa0", "#f0e442", "#8170e8"],
    heat: ["#1c232c", "#1d3143", "#1d405b", "#1c4e72", "#1a5b89", "#17649a"],
  },
};

/** The colour of one of the report's servers; beyond the last they begin again. */
export function seriesColor({ series }: Palette, serverIndex: number): string {
  return series[serverIndex % series.length];
}

/**
 * How lines of each run are dashed, as lengths in pixels of strokes and gaps by
 * turns: the first run's are solid.
 */
const RUN_DASHES: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [10, 3, 2, 3],
  [16, 4],
  [4, 2, 4, 6],
];

/** The dashes of one of the report's runs; beyond the last they begin again. */
export function runDashes(runIndex: number): readonly number[] {
  return RUN_DASHES[runIndex % RUN_DASHES.length];
}
