import type { Subject } from "../chart.ts";
import { PALETTES, runDashes, seriesColor } from "../palette.ts";

/** How a bar or a box looks: its outline is dashed as lines of its run are. */
export interface FilledStyle {
  /** Within. */
  readonly color: string;
  /** Around. */
  readonly borderColor: string;
  /** In pixels. */
  readonly borderWidth: number;
  /** Lengths of strokes and gaps by turns; none where it is solid. */
  readonly borderType: number[];
}

/** The colour of its server, the dashes of its run; paler with each further run. */
export function filledStyle(
  { runIndex, serverIndex }: Subject,
  strength: number,
): FilledStyle {
  const color = seriesColor(PALETTES.light, serverIndex);
  return {
    color: mixed(color, PALETTES.light.background, strength / (1 + runIndex)),
    borderColor: color,
    borderWidth: 1.5,
    borderType: [...runDashes(runIndex)],
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
