import type { Figure } from "../figures/figure.ts";
import { flameTraces } from "./flame_traces.ts";
import { paintedFigure } from "./painted_figure.ts";
import { type Canvas, plotLayout } from "./plot_layout.ts";
import type { PlotBox, PlotlyLibrary } from "./plotly.ts";
import type { ReportData } from "./report_data.ts";

declare const Plotly: PlotlyLibrary;

/** Draws a chart, or draws it anew: in the colours, and for the room, of this moment. */
export async function drawFigure(
  box: PlotBox,
  figure: Figure,
  { paints }: ReportData,
): Promise<void> {
  const onPaper = matchMedia("print").matches;
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = paints[isDark && !onPaper ? "dark" : "light"];
  const painted = paintedFigure(figure, theme);
  const { data, layout } = painted;
  const { layout: before } = box;
  const canvas: Canvas = {
    paints: theme,
    width: Math.max(box.clientWidth, onPaper ? 0 : figure.leastWidth ?? 0),
    across: before?.xaxis.range ?? layout.xaxis.range,
    upwards: before?.yaxis.range ?? layout.yaxis.range,
  };
  const field = box.closest("figure")?.querySelector("input");
  const draw = () =>
    Plotly.react(
      box,
      field ? flameTraces(painted, canvas, field.value.trim()) : data,
      plotLayout(figure, canvas),
      {
        displayModeBar: false,
        doubleClick: "reset",
        responsive: false,
        // Dollars in a name are dollars.
        typesetMath: false,
      },
    );
  await draw();
  // At another width, Plotly leaves the legend where it had room before.
  if (before !== undefined && before.width !== canvas.width) await draw();
}
