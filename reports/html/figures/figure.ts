import type { Unit } from "../../../units/units_of.ts";
import type { Roundness } from "../../ticks/round_values.ts";
import type { ColorRole } from "./color_role.ts";

/** From what the page makes the ticks of an axis, for the range that is seen. */
export interface TickScale extends Roundness {
  /** What its values are written in, the largest first. */
  readonly units: readonly Unit[];
  /** The few values at which something was measured: where there is room for them, the best ticks. */
  readonly measured: readonly number[];
}

/** An axis as Plotly takes it, but for its ticks where those change with the range. */
export interface PlotAxis {
  readonly title?: { readonly text: string };
  readonly type: "linear" | "log";
  /** In powers of ten, if the axis is logarithmic. */
  readonly range: readonly [number, number];
  readonly tickmode?: "array";
  readonly tickvals?: readonly number[];
  readonly ticktext?: readonly string[];
  readonly visible?: boolean;
  readonly fixedrange?: boolean;
  readonly showgrid?: boolean;
}

/** What is the same in all kinds of traces. */
interface TraceFacts {
  readonly name: string;
  readonly showlegend?: boolean;
  /** What a reader sees who points at it, point by point, as pseudo-HTML. */
  readonly hovertext?: readonly string[];
  readonly hoverinfo: "text" | "skip";
}

/** Distances from points to the ends of their spreads. */
export interface ErrorBars {
  readonly type: "data";
  readonly symmetric: boolean;
  readonly array: readonly (number | null)[];
  readonly arrayminus?: readonly (number | null)[];
  readonly color: ColorRole;
  readonly thickness: number;
  readonly width: number;
}

/** A line, or points. */
export interface ScatterTrace extends TraceFacts {
  readonly type: "scatter";
  readonly mode: "lines" | "markers" | "lines+markers";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly line?: {
    readonly color: ColorRole;
    readonly width: number;
    /** Lengths of strokes and gaps, or `"solid"`. */
    readonly dash: string;
  };
  readonly marker?: {
    readonly color: ColorRole | readonly ColorRole[];
    readonly size: number;
    readonly symbol: string | readonly string[];
  };
  readonly error_y?: ErrorBars;
}

/** What a function is called, where it is, and seconds in the function itself. */
export type FlameData = readonly [name: string, place: string, self: number];

/** Bars from a base, upwards or to the right. */
export interface BarTrace extends TraceFacts {
  readonly type: "bar";
  readonly orientation: "v" | "h";
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly base?: readonly number[];
  readonly width?: number;
  readonly text?: readonly string[];
  /** Of a flame graph, as it is: the page makes texts of it. */
  readonly customdata?: readonly FlameData[];
  /** Those that are lit up, if any are. */
  readonly selectedpoints?: readonly number[];
  readonly unselected?: { readonly marker: { readonly opacity: number } };
  readonly textposition?: "inside" | "outside" | "none";
  readonly insidetextanchor?: "start";
  readonly textangle?: 0;
  readonly constraintext?: "none";
  readonly cliponaxis?: boolean;
  readonly marker: {
    readonly color: ColorRole;
    readonly line?: { readonly color: ColorRole; readonly width: number };
    readonly pattern?: {
      readonly shape: string;
      readonly fillmode: "overlay";
      readonly fgcolor: ColorRole;
      readonly size: number;
      readonly solidity: number;
    };
  };
  readonly error_y?: ErrorBars;
}

/** A box whose five numbers are known. */
export interface BoxTrace extends TraceFacts {
  readonly type: "box";
  readonly x: readonly number[];
  readonly q1: readonly number[];
  readonly median: readonly number[];
  readonly q3: readonly number[];
  readonly lowerfence: readonly number[];
  readonly upperfence: readonly number[];
  readonly mean: readonly number[];
  readonly boxmean: boolean;
  readonly width: number;
  readonly line: { readonly color: ColorRole; readonly width: number };
  readonly fillcolor: ColorRole;
}

/** Cells with colours and numbers. */
export interface HeatMapTrace {
  readonly type: "heatmap";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly z: readonly (readonly (number | null)[])[];
  readonly text: readonly (readonly string[])[];
  readonly texttemplate: "%{text}";
  readonly textfont: { readonly color: ColorRole };
  readonly hovertext: readonly (readonly string[])[];
  readonly hoverinfo: "text";
  readonly xgap: number;
  readonly ygap: number;
  readonly showscale: boolean;
  /** Where, from 0 to 1, each colour of the heat map stands. */
  readonly colorscale: readonly number[];
}

/** Something that Plotly draws. */
export type Trace = ScatterTrace | BarTrace | BoxTrace | HeatMapTrace;

/** A chart as Plotly takes it, apart from colours: of those it has the roles. */
export interface Figure {
  /** The chart's. */
  readonly id: string;
  readonly data: readonly Trace[];
  readonly layout: {
    readonly xaxis: PlotAxis;
    readonly yaxis: PlotAxis;
    readonly showlegend: boolean;
    readonly hovermode: "closest" | "x";
    readonly barmode?: "group" | "overlay";
    readonly bargap?: number;
  };
  /** Of the axes whose ticks depend on the range that is seen. */
  readonly scales: {
    readonly xaxis?: TickScale;
    readonly yaxis?: TickScale;
  };
  /** Whether half the width of a page is too little for it. Default `false`. */
  readonly isWide?: boolean;
  /** In pixels. */
  readonly height: number;
  /** In pixels: where there is less room, it scrolls in a box of its own. Default 0. */
  readonly leastWidth?: number;
}
