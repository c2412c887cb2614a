import type { PlotAxis, TickScale } from "../figures/figure.ts";
import { evenValues } from "./even_values.ts";
import { nineValues } from "./nine_values.ts";
import { powerValues } from "./power_values.ts";
import { tickText } from "./tick_text.ts";

/** The ticks of an axis for the range that is seen: as many as there is room for. */
export function axisTicks(
  tickScale: TickScale,
  [from, to]: PlotAxis["range"],
  room: number,
): Pick<PlotAxis, "tickmode" | "tickvals" | "ticktext"> {
  const { measured, scale, units } = tickScale;
  if (scale === "nines") {
    const shares = nineValues(from, to, room);
    return {
      tickmode: "array",
      tickvals: shares.map((share) => -Math.log10(1 - share)),
      ticktext: shares.map((share) => tickText(share, units)),
    };
  }
  const [least, greatest] = scale === "log"
    ? [10 ** from, 10 ** to]
    : [from, to];
  const seen = measured.filter((value) => value >= least && value <= greatest);
  const powers = scale === "log"
    ? powerValues(least, greatest, room, tickScale)
    : [];
  const values = seen.length > 0 && seen.length <= room
    ? seen
    : powers.length > 0
    ? powers
    : evenValues(least, greatest, room, tickScale);
  return {
    tickmode: "array",
    tickvals: values,
    ticktext: values.map((value) => tickText(value, units)),
  };
}
