import { formatPercent } from "../../../units/units.ts";
import type { Figure, FlameData } from "../figures/figure.ts";
import { plotlyText } from "../figures/plotly_text.ts";
import { tickText } from "./tick_text.ts";

/** What a reader sees who points at a function: how much time it took, of all there is. */
export function flameFacts(
  [name, place, self]: FlameData,
  total: number,
  { layout, scales }: Figure,
): string {
  const whole = layout.xaxis.range[1];
  const units = scales.xaxis?.units ?? [];
  const [inAll, itself] = [total, self].map((seconds) =>
    `${tickText(Number(seconds.toPrecision(3)), units)} (${
      formatPercent(seconds / whole)
    })`
  );
  return [name, place, `in all ${inAll}, itself ${itself}`]
    .filter((line) => line !== "")
    .map(plotlyText)
    .join("<br>");
}
