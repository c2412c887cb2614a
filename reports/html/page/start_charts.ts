import { drawFigure } from "./draw_figure.ts";
import { startFlameSearch } from "./flame_search.ts";
import type { PlotBox } from "./plotly.ts";
import type { ReportData } from "./report_data.ts";

/** Draws all charts, and again when the theme, the room or the paper changes. */
export async function startCharts(report: ReportData): Promise<void> {
  const boxes = [...document.querySelectorAll<PlotBox>(".plot")];
  let drawn: Promise<unknown> = Promise.resolve();
  // One after another: Plotly mistakes the room of a chart that it draws twice at once.
  const draw = (i: number) =>
    drawn = drawn.then(() => drawFigure(boxes[i], report.figures[i], report));
  const drawAll = () => {
    for (const i of boxes.keys()) draw(i);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener(
    "change",
    drawAll,
  );
  matchMedia("print").addEventListener("change", drawAll);
  for (const [i, box] of boxes.entries()) {
    await draw(i);
    box.on("plotly_relayout", () => draw(i));
    startFlameSearch(box, report.figures[i], () => draw(i));
    let width = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      draw(i);
    }).observe(box);
    // Between charts, the page can be scrolled.
    await new Promise((resolve) => setTimeout(resolve));
  }
}
