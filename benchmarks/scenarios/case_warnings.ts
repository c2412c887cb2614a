import { isBusy, loadWarnings } from "../load/load_warnings.ts";
import type { CaseResult } from "./case_result.ts";

/** What a reader should know of one case: once, however many iterations say so. */
export function caseWarnings(
  { failed_requests, iterations, parameters, total_requests }: CaseResult,
): string[] {
  const failures = failed_requests === 0
    ? []
    : [`${failed_requests} of ${total_requests} requests failed`];
  // In a closed loop the generator is as busy as it can be, by design.
  if (parameters.rate === undefined) return failures;
  const warned = iterations.map((iteration) => loadWarnings(iteration))
    .filter((warnings) => warnings.length > 0);
  if (warned.length === 0) return failures;
  return [
    ...failures,
    `in ${warned.length} of ${iterations.length} iterations: ${
      warned[0].join("; ")
    }`,
  ];
}

/** What a reader should know of all cases in a closed loop. */
export function closedLoopWarnings(cases: readonly CaseResult[]): string[] {
  const closed = cases.filter(({ parameters }) =>
    parameters.rate === undefined
  );
  const busy = closed.filter(({ iterations }) => iterations.some(isBusy));
  if (busy.length === 0) return [];
  return [
    `in ${busy.length} of ${closed.length} cases in a closed loop, the clients used all of their processor: their throughput is what both ends reach together, and the server alone may do more`,
  ];
}
