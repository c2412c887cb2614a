import { roundValues } from "../../ticks/round_values.ts";
import type { PlotAxis, TickScale } from "../figures/figure.ts";
import { tickText } from "./tick_text.ts";

/** The ticks of an axis for the range that is seen: as many as there is room for. */
export function axisTicks(
  tickScale: TickScale,
  [from, to]: PlotAxis["range"],
  room: number,
): Pick<PlotAxis, "tickmode" | "tickvals" | "ticktext"> {
  const { measured, scale, units } = tickScale;
  const seen = measured.filter((value) => {
    const place = scale === "log" ? Math.log10(value) : value;
    return place >= from && place <= to;
  });
  const values = seen.length > 0 && seen.length <= room
    ? seen
    : roundValues(tickScale, from, to, room);
  return {
    tickmode: "array",
    tickvals: scale === "nines"
      ? values.map((share) => -Math.log10(1 - share))
      : values,
    ticktext: values.map((value) => tickText(value, units)),
  };
}
