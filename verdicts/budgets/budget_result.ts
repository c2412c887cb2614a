import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";

/** What came of a budget: of each metric that it is for, or once if there is none. */
export type BudgetResult = HeldBudget | UnjudgedBudget;

/** A metric that a budget is for, held against its limit. */
export interface HeldBudget {
  /** Whether the metric keeps to the limit. */
  readonly outcome: "kept" | "broken";
  /** The budget, as it was written. */
  readonly budget: string;
  /** The server's key in the document; empty for what is the run's own. */
  readonly server: string;
  /** Where the metric stands, as in a report in CSV. */
  readonly path: string;
  /** What value, limit and interval are measured in. */
  readonly unit: MetricUnit;
  /** What was measured. */
  readonly value: number;
  /** What it is held against. */
  readonly limit: number;
  /**
   * How far the value is beyond the limit, as a part of it: above 0 where it is
   * broken, below where there is room left; absent for a limit of 0.
   */
  readonly excess?: number;
  /** Where the value lies at 95 %, as its samples tell; absent if they do not. */
  readonly interval?: readonly [low: number, high: number];
  /**
   * Whether another run would be judged alike, as far as these samples tell:
   * `"not_sure"` where the limit lies within the interval, or, being a multiple of
   * another metric, where its own interval meets it.
   */
  readonly certainty: "sure" | "not_sure" | "not_known";
}

/** A budget that nothing can be said of. That never passes. */
export interface UnjudgedBudget {
  /** That it could not be judged. */
  readonly outcome: "not_judged";
  /** The budget, as it was written. */
  readonly budget: string;
  /** The server's key in the document; empty if it is not about one. */
  readonly server: string;
  /** Why, as a sentence. */
  readonly reason: string;
}
