import type { Chart } from "../../chart.ts";
import { barFigure } from "./bar_figure.ts";
import { boxFigure } from "./box_figure.ts";
import type { Figure } from "./figure.ts";
import { flameFigure } from "./flame_figure.ts";
import { heatMapFigure } from "./heat_map_figure.ts";
import { lineFigure } from "./line_figure.ts";

/** A chart as Plotly takes it; of flame graphs, with {@linkcode flameOrigins} of the report. */
export function figureOf(chart: Chart, origins: readonly string[]): Figure {
  switch (chart.kind) {
    case "lines":
      return lineFigure(chart);
    case "bars":
      return barFigure(chart);
    case "boxes":
      return boxFigure(chart);
    case "heat_map":
      return heatMapFigure(chart);
    case "flames":
      return flameFigure(chart, origins);
  }
}
