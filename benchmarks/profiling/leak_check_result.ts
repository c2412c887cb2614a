import type { TableSizes } from "../../servers/mod.ts";

/** What one end held. */
export interface LeakCheckSide {
  /** Bytes by which that of its processes grew that grew most: the median of the last five iterations. */
  readonly growth: number;
  /** Bytes on V8's heap and beside it, all garbage collected, after each iteration. */
  readonly memory: readonly number[];
  /** What its tables and queues held in the end. */
  readonly tables: TableSizes;
}

/** What a leak check saw. */
export interface LeakCheckFindings {
  /** How many iterations there were. */
  readonly iterations: number;
  /** Bytes that a process may grow by from one to the next. */
  readonly most_growth: number;
  /** What makes the calls. */
  readonly client: LeakCheckSide;
  /** What answers them. */
  readonly server: LeakCheckSide;
}

/** Whether anything leaked, and why that is believed. */
export type LeakCheckResult =
  & LeakCheckFindings
  & (
    | { readonly passed: true }
    | { readonly passed: false; readonly reasons: readonly string[] }
  );
