/** How a value and its limit must compare. */
export type BudgetOperator = "<" | "<=" | ">" | ">=" | "==";

/** What a value is held against. */
export type BudgetLimit =
  /** So much of a unit, as it is written: `100`, `"ms"`. */
  | { readonly kind: "amount"; readonly amount: number; readonly unit: string }
  /**
   * So many times another metric of the same document. Of `floor`, it is the one
   * that the floor has under the same path.
   */
  | { readonly kind: "multiple"; readonly factor: number; readonly of: string };

/** A limit that a metric must keep: `latency.p99<100ms`. */
export interface Budget {
  /** As it was written. */
  readonly text: string;
  /** Which metrics it is for; see {@linkcode MetricPattern}. */
  readonly path: string;
  /** How each of them and the limit must compare. */
  readonly operator: BudgetOperator;
  /** What they are held against. */
  readonly limit: BudgetLimit;
}
