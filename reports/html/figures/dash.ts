import { runDashes } from "../../palette.ts";

/** How lines of a run are dashed, as Plotly has it. */
export function dashOf(runIndex: number): string {
  const lengths = runDashes(runIndex);
  return lengths.length === 0
    ? "solid"
    : lengths.map((length) => `${length}px`).join(",");
}
