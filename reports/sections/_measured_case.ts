import type { CaseResult } from "../../benchmarks/scenarios/case_result.ts";
import type { Subject } from "../chart.ts";

/** A case of a scenario, and whose it is. */
export interface MeasuredCase {
  /** How charts and tables show the server. */
  readonly subject: Subject;
  /** What was found. */
  readonly result: CaseResult;
}
