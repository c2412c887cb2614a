import type { CaseResult } from "../../benchmarks/scenarios/case_result.ts";
import type { Subject } from "../chart.ts";

/** A case of a scenario, and whose it is. */
export interface MeasuredCase {
  /** How charts and tables show the server. */
  readonly subject: Subject;
  /** What was found. */
  readonly result: CaseResult;
}

/** What was found of one server in one run, case by case. */
export interface CasesOfSubject {
  /** How charts and tables show the server. */
  readonly subject: Subject;
  /** In the order of the run. */
  readonly results: readonly CaseResult[];
}

/** Cases by whose they are: names need not tell servers or runs apart. */
export function bySubject(measured: readonly MeasuredCase[]): CasesOfSubject[] {
  const groups = Map.groupBy(
    measured,
    ({ subject: { runIndex, serverIndex } }) => `${serverIndex} ${runIndex}`,
  );
  return Array.from(groups.values(), (cases) => ({
    subject: cases[0].subject,
    results: cases.map(({ result }) => result),
  }));
}
