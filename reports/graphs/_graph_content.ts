import type {
  BarSeriesOption,
  BoxplotSeriesOption,
  CustomSeriesOption,
  LineSeriesOption,
  ScatterSeriesOption,
} from "echarts/charts";
import type {
  GridComponentOption,
  LegendComponentOption,
  MarkLineComponentOption,
  TitleComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";

/** What is drawn along the axes. */
export type GraphSeries =
  | BarSeriesOption
  | BoxplotSeriesOption
  | CustomSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption;

/** A whole graph, in ECharts' words. */
export type GraphOption = ComposeOption<
  | GraphSeries
  | GridComponentOption
  | LegendComponentOption
  | MarkLineComponentOption
  | TitleComponentOption
>;

/** One of a graph's axes, in ECharts' words. */
export type AxisOption<Name extends "xAxis" | "yAxis"> = Exclude<
  NonNullable<GraphOption[Name]>,
  readonly unknown[]
>;

/** What a graph shows of one thing. */
export interface GraphPart {
  /** What the legend says of it; absent where something else names it. */
  readonly name?: string;
  /** From the rearmost to the foremost; none if nothing of it can be drawn. */
  readonly series: readonly GraphSeries[];
  /** How many of its values have no place on the axes. */
  readonly leftOut: number;
}

/** A horizontal axis, and what stands below it. */
export interface HorizontalAxis {
  /** The axis. */
  readonly xAxis: AxisOption<"xAxis">;
  /** How many lines of text are below it. */
  readonly linesBelow: number;
}

/** What is within a graph's frame. */
export interface GraphContent extends HorizontalAxis {
  /** The vertical axis. */
  readonly yAxis: AxisOption<"yAxis">;
  /** In the order of the legend. */
  readonly parts: readonly GraphPart[];
}
