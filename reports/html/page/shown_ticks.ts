import type { PlotAxis, Tick } from "../figures/figure.ts";

/** As many ticks of an axis as there is room for in the range that is seen. */
export function shownTicks(
  levels: readonly (readonly Tick[])[],
  { range: [from, to], type }: PlotAxis,
  room: number,
): Pick<PlotAxis, "tickmode" | "tickvals" | "ticktext"> {
  const seen = levels.map((level) =>
    level.filter(({ at }) => {
      const place = type === "log" ? Math.log10(at) : at;
      return place >= Math.min(from, to) && place <= Math.max(from, to);
    })
  );
  const ticks = seen.findLast(({ length }) => length > 0 && length <= room) ??
    seen.find(({ length }) => length > 0) ?? [];
  return {
    tickmode: "array",
    tickvals: ticks.map(({ at }) => at),
    ticktext: ticks.map(({ text }) => text),
  };
}
