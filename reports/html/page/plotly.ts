import type { PlotAxis, Trace } from "../figures/figure.ts";

/** A chart in the page, once it is drawn. */
export interface PlotBox extends HTMLElement {
  /** As it is seen now: zoomed in, perhaps. */
  readonly layout?: Readonly<Record<AxisName, PlotAxis>> & {
    readonly width: number;
  };
  /** What Plotly makes of the figure's traces. */
  readonly data?: readonly Trace[];
  /** Listens to what a reader does. */
  on(event: "plotly_relayout", listener: () => void): void;
  on(event: "plotly_click", listener: (event: PlotClick) => void): void;
}

/** An axis of a chart. */
export type AxisName = "xaxis" | "yaxis";

/** What a reader clicked at. */
export interface PlotClick {
  readonly points: readonly {
    readonly curveNumber: number;
    readonly pointNumber: number;
  }[];
}

/** As much of the chart library as the page's script uses. */
export interface PlotlyLibrary {
  /** Draws a chart anew, with what changed. */
  react(
    box: HTMLElement,
    data: readonly unknown[],
    layout: unknown,
    config: unknown,
  ): Promise<unknown>;
  /** Changes the range of an axis. */
  relayout(box: HTMLElement, changes: unknown): Promise<unknown>;
}
