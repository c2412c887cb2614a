import type { Subject } from "../chart.ts";
import { PALETTES, runDashes, seriesColor } from "../palette.ts";

/** Lengths of strokes and gaps by turns, in pixels. */
export type Stroke = number[] | "solid";

/** How the outlines and lines of one of the report's runs are drawn. */
export function strokeOf(runIndex: number): Stroke {
  const dashes = runDashes(runIndex);
  return dashes.length === 0 ? "solid" : [...dashes];
}

/** How a line looks. */
export interface LineLook {
  /** As `#rrggbb`. */
  readonly color: string;
  /** In pixels. */
  readonly width: number;
  /** Solid, or dashed. */
  readonly type: Stroke;
}

/** For lines without marks at their points: the legend would give them some. */
export const UNMARKED = { opacity: 0 };

/** How a bar or a box looks: its outline is dashed as lines of its run are. */
export interface FilledLook {
  /** Within. */
  readonly color: string;
  /** Around. */
  readonly borderColor: string;
  /** In pixels. */
  readonly borderWidth: number;
  /** Solid, or dashed. */
  readonly borderType: Stroke;
}

/** The colour of its server, the dashes of its run; paler with each further run. */
export function filledLook(
  { runIndex, serverIndex }: Subject,
  strength: number,
): FilledLook {
  const color = seriesColor(PALETTES.light, serverIndex);
  return {
    color: mixed(color, PALETTES.light.background, strength / (1 + runIndex)),
    borderColor: color,
    borderWidth: 1.5,
    borderType: strokeOf(runIndex),
  };
}

/** So much of one colour over another; both are `#rrggbb`. */
function mixed(color: string, background: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [front, back] = [color, background].map((hex) =>
      parseInt(hex.slice(at, at + 2), 16)
    );
    return Math.round(share * front + (1 - share) * back)
      .toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}
