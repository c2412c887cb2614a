import type { Interval } from "../statistics/interval.ts";
import type { MetricTest } from "./document_comparison.ts";

/** What the measurements of one metric say of its change, before any verdict. */
export interface Evidence {
  /** As the comparison has it; `undefined` of a base of 0. */
  readonly change: number | undefined;
  /** Where the true change lies, as far as that is known. */
  readonly interval: Interval | undefined;
  /** The test, not yet corrected for the number of tests. */
  readonly test: Omit<MetricTest, "p_corrected">;
}
