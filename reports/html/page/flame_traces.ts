import type { BarTrace, Trace } from "../figures/figure.ts";
import { plotlyText } from "../figures/plotly_text.ts";
import { fittedText } from "./fitted_text.ts";
import { soughtFlames } from "./sought_flames.ts";

/**
 * The bars of a flame graph with as much of their names as fits, at so many pixels
 * for a second; what has the sought text in its name is lit up.
 */
export function flameTraces(
  traces: readonly Trace[],
  scale: number,
  sought: string,
): BarTrace[] {
  return traces.filter((trace) => trace.type === "bar").map((trace) => ({
    ...trace,
    text: trace.x.map((total, i) =>
      plotlyText(
        fittedText(trace.customdata?.[i][0] ?? "", (total ?? 0) * scale),
      )
    ),
    ...sought === "" ? {} : {
      selectedpoints: soughtFlames(trace, sought),
      unselected: { marker: { opacity: 0.2 } },
    },
  }));
}
