import type { MetricUnit } from "./metrics/metric_units.ts";

/** One of the two sides: `"a"` is what there was, `"b"` is what may replace it. */
export type AbSide = "a" | "b";

/** A number that each block finds out. */
export interface AbMetric {
  /** What blocks know it by: `"median"`. */
  readonly name: string;
  /** What its values are measured in. */
  readonly unit: MetricUnit;
  /** Which of two values is the better one. */
  readonly better: "lower" | "higher";
}

/** A stretch of time in which one side was measured, and the other waited. */
export interface AbBlock {
  /** Which side. */
  readonly side: AbSide;
  /** Seconds from the first block to the start of this one. */
  readonly at: number;
  /** Seconds that it took. */
  readonly duration: number;
  /** Every request, failed ones included. */
  readonly total_requests: number;
  /** The failed ones. */
  readonly failed_requests: number;
  /** By the name of the metric; one is absent where nothing was answered. */
  readonly values: Readonly<Record<string, number>>;
}

/** Why no more blocks were measured. */
export type AbEnd =
  /** The interval is narrow enough. */
  | "precise"
  /** The time is over. */
  | "out_of_time"
  /** Who asked wants no more. */
  | "interrupted"
  /** A side answers nothing any more. */
  | "no_answers";

/** Two sides measured in turns: four blocks are a quad, A B B A or B A A B. */
export interface AbRecord {
  /** The key of side A in the document. */
  readonly a: string;
  /** The key of side B in the document. */
  readonly b: string;
  /** What a reader should know of the sides: which commits they are. */
  readonly notes?: readonly string[];
  /** What each block found out. */
  readonly metrics: readonly AbMetric[];
  /** The metric whose interval decided when it was enough. */
  readonly decided_by: string;
  /** How far that interval may reach to each side, as a part of the change: 0.02. */
  readonly precision: number;
  /** Seconds that all blocks together may take. */
  readonly max_time: number;
  /** What the order of the blocks came from. */
  readonly seed: number;
  /**
   * The sides that were started anew for each quad; what one start of another has
   * for good counts as a difference. Absent if none was.
   */
  readonly started_anew?: readonly AbSide[];
  /** Why it ended. */
  readonly ended: AbEnd;
  /** Which side answers nothing any more, where that ended it. */
  readonly silent?: AbSide;
  /** In the order in which they were measured; the last quad may lack some. */
  readonly blocks: readonly AbBlock[];
}
