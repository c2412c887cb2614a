import type { Quantity } from "../units/quantity.ts";

/**
 * What a chart shows, not how: the interactive report and the graphs as files
 * each draw it in their own way.
 */
export type Chart = LineChart | BarChart | BoxChart | HeatMap | FlameGraph;

/** What every chart has. */
export interface ChartFacts {
  /** Tells it from the report's other charts, in `snake_case`. */
  readonly id: string;
  /** What it is about. */
  readonly title: string;
  /** How to read it. */
  readonly note?: string;
}

/** An axis with numbers. */
export interface Axis {
  /** What it is about, without the unit. */
  readonly title: string;
  /** What its values measure. */
  readonly quantity: Quantity;
  /**
   * Where values stand on it. `"nines"`: a share q stands at −log₁₀(1 − q), so that
   * 90 %, 99 % and 99.9 % are at equal distances, as HDR plots have them.
   */
  readonly scale: "linear" | "log" | "nines";
}

/** Whose values something shows: the same look in every chart. */
export interface Subject {
  /** What the legend says. */
  readonly name: string;
  /** Which of the report's servers: the same colour everywhere. */
  readonly serverIndex: number;
  /** Which of the report's runs: the same dashes, or pattern, everywhere. */
  readonly runIndex: number;
}

/** The least that a machine can do, across the whole chart. */
export interface FloorLevel {
  /** What the legend says. */
  readonly name: string;
  /** Which of the report's runs measured it. */
  readonly runIndex: number;
  /** On the vertical axis. */
  readonly value: number;
}

/** A point of a line. */
export interface ChartPoint {
  /** On the horizontal axis. */
  readonly x: number;
  /** On the vertical axis. */
  readonly y: number;
  /** The lower end of its spread. */
  readonly low?: number;
  /** The upper end of its spread. */
  readonly high?: number;
}

/** One of the lines of a chart. */
export interface ChartLine extends Subject {
  /** What tells several lines of one subject apart: the first is drawn strongest. Default 0. */
  readonly variant?: number;
  /** Whether it is what the machine can do at best, not a server's. Default `false`. */
  readonly isFloor?: boolean;
  /** From left to right. */
  readonly points: readonly ChartPoint[];
}

/** How one value depends on another. */
export interface LineChart extends ChartFacts {
  /** Tells it from other charts. */
  readonly kind: "lines";
  /** The horizontal axis. */
  readonly x: Axis;
  /** The vertical axis. */
  readonly y: Axis;
  /** What the machine can do at best. */
  readonly floors: readonly FloorLevel[];
  /** In the order of the legend. */
  readonly lines: readonly ChartLine[];
}

/** The bars of one subject. */
export interface BarSeries extends Subject {
  /** One for each category; `undefined` where nothing was measured. */
  readonly values: readonly (number | undefined)[];
  /** Standard deviations of the values, where known. */
  readonly spreads?: readonly (number | undefined)[];
}

/** One value for each of several things, side by side. */
export interface BarChart extends ChartFacts {
  /** Tells it from other charts. */
  readonly kind: "bars";
  /** What stands below the bars. */
  readonly categories: readonly string[];
  /** The vertical axis. */
  readonly y: Axis;
  /** What the machine can do at best. */
  readonly floors: readonly FloorLevel[];
  /** In the order of the legend. */
  readonly series: readonly BarSeries[];
}

/** A box: from p25 to p75, a line at the median, whiskers from the least to p99. */
export interface Box extends Subject {
  /** The least sample. */
  readonly min: number;
  /** Absent from documents that do not have it: the box then starts at the median. */
  readonly p25?: number;
  /** Half of the samples lie below. */
  readonly median: number;
  /** 75 % of the samples lie below. */
  readonly p75: number;
  /** 99 % of the samples lie below. */
  readonly p99: number;
  /** The greatest sample: a point beyond the whisker. */
  readonly max: number;
  /** Arithmetic mean. */
  readonly mean: number;
}

/** How samples are spread, side by side. */
export interface BoxChart extends ChartFacts {
  /** Tells it from other charts. */
  readonly kind: "boxes";
  /** The vertical axis. */
  readonly y: Axis;
  /** What the machine can do at best. */
  readonly floors: readonly FloorLevel[];
  /** From left to right. */
  readonly boxes: readonly Box[];
}

/** A value for each combination of two things. */
export interface HeatMap extends ChartFacts {
  /** Tells it from other charts. */
  readonly kind: "heat_map";
  /** From left to right. */
  readonly columns: readonly string[];
  /** From top to bottom. */
  readonly rows: readonly string[];
  /** What the values measure. */
  readonly quantity: Quantity;
  /** Row by row; `undefined` where nothing was measured. */
  readonly values: readonly (readonly (number | undefined)[])[];
}

/** A function in a flame graph: it was called by the one above whose time it lies in. */
export interface Flame {
  /** The function's name. */
  readonly name: string;
  /** Where it is: `module:line`, or empty. */
  readonly place: string;
  /** Whose code it is. */
  readonly origin: string;
  /** How many functions are on the stack above it. */
  readonly depth: number;
  /** Seconds from the left edge. */
  readonly start: number;
  /** Seconds in it and in all that it called. */
  readonly total: number;
  /** Seconds in the function itself. */
  readonly self: number;
}

/** Where CPU time went, call by call: width is time, not its order. */
export interface FlameGraph extends ChartFacts {
  /** Tells it from other charts. */
  readonly kind: "flames";
  /** Those that are on the stack outside come before what they called. */
  readonly flames: readonly Flame[];
}
