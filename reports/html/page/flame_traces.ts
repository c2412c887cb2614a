import type { BarTrace, Figure, FlameData } from "../figures/figure.ts";
import { plotlyText } from "../figures/plotly_text.ts";
import { fittedText } from "./fitted_text.ts";
import { flameFacts } from "./flame_facts.ts";
import type { Canvas } from "./plot_layout.ts";
import { soughtFlames } from "./sought_flames.ts";

/**
 * The bars of a flame graph with as much of their names as fits; what has the
 * sought text in its name is lit up, and alone has its name.
 */
export function flameTraces(
  figure: Figure,
  { across: [from, to], width }: Canvas,
  sought: string,
): BarTrace[] {
  // Beside the bars there are margins.
  const pixelsPerSecond = (width - 80) / (to - from);
  const nothing: FlameData = ["", "", 0];
  return figure.data.filter((trace) => trace.type === "bar").map((trace) => {
    const { customdata = [], x } = trace;
    const found = sought === "" ? undefined : soughtFlames(trace, sought);
    return {
      ...trace,
      text: x.map((total, i) =>
        // On what is dimmed, no text can be read.
        found?.includes(i) === false ? "" : plotlyText(
          fittedText(
            (customdata[i] ?? nothing)[0],
            (total ?? 0) * pixelsPerSecond,
          ),
        )
      ),
      hovertext: x.map((total, i) =>
        flameFacts(customdata[i] ?? nothing, total ?? 0, figure)
      ),
      ...found === undefined ? {} : {
        selectedpoints: found,
        unselected: { marker: { opacity: 0.2 } },
      },
    };
  });
}
