import type { Paints } from "../figures/color_role.ts";
import type { Figure, PlotAxis, TickScale } from "../figures/figure.ts";
import { axisTicks } from "./axis_ticks.ts";

/** What a chart is drawn on. */
export interface Canvas {
  /** In pixels. */
  readonly width: number;
  /** The colours of its theme. */
  readonly paints: Paints;
  /** What is seen of the horizontal axis. */
  readonly across: PlotAxis["range"];
  /** What is seen of the vertical axis. */
  readonly upwards: PlotAxis["range"];
}

/** A figure's layout, as Plotly takes it: the look that all charts share. */
export function plotLayout(
  { height, layout, scales }: Figure,
  { across, paints: { colors }, upwards, width }: Canvas,
): Record<string, unknown> {
  const axis = (
    axis: PlotAxis,
    range: PlotAxis["range"],
    scale: TickScale | undefined,
    room: number,
  ) => ({
    ...axis,
    ...scale === undefined ? {} : axisTicks(scale, range, room),
    range,
    automargin: true,
    gridcolor: colors.grid,
    linecolor: colors.grid,
    ticks: "",
    zeroline: false,
    tickfont: { color: colors.muted, size: 12 },
    title: {
      ...axis.title,
      font: { color: colors.muted, size: 12 },
      standoff: 12,
    },
  });
  return {
    ...layout,
    xaxis: axis(layout.xaxis, across, scales.xaxis, width / 80),
    yaxis: axis(layout.yaxis, upwards, scales.yaxis, height / 50),
    width,
    height,
    margin: { t: 12, r: 16, b: 44, l: 56 },
    paper_bgcolor: colors.transparent,
    plot_bgcolor: colors.transparent,
    font: { family: "system-ui, sans-serif", size: 12, color: colors.text },
    legend: {
      orientation: "h",
      x: 0,
      y: 1.02,
      yanchor: "bottom",
      font: { size: 12 },
    },
    hoverlabel: {
      align: "left",
      bgcolor: colors.background,
      bordercolor: colors.muted,
      font: { color: colors.text, size: 12 },
    },
    // On a touch screen, a finger scrolls the page.
    dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
    // What a reader hid in the legend stays hidden.
    uirevision: "same",
  };
}
