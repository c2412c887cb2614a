import type { ServerResult } from "../../benchmarks/result_document.ts";
import { fisherExact, type Proportion } from "../statistics/fisher_exact.ts";
import { proportionDifferenceInterval } from "../statistics/proportion_interval.ts";
import type { Evidence } from "./_evidence.ts";

/**
 * What the requests of all runs of a side say of their success rates: those of a
 * single run that failed count too. `undefined` if there were none.
 */
export function evidenceOfRequests(
  base: readonly ServerResult[],
  next: readonly ServerResult[],
): Evidence | undefined {
  const before = successesOf(base);
  const after = successesOf(next);
  if (before.attempts === 0 || after.attempts === 0) return undefined;
  return {
    change: after.successes / after.attempts -
      before.successes / before.attempts,
    interval: proportionDifferenceInterval(before, after),
    test: {
      kind: "fisher",
      base_count: before.attempts,
      next_count: after.attempts,
      p: fisherExact(before, after),
    },
  };
}

function successesOf(results: readonly ServerResult[]): Proportion {
  const sum = (countOf: (result: ServerResult) => number) =>
    results.reduce((sum, result) => sum + countOf(result), 0);
  const attempts = sum((result) => result.total_requests);
  return {
    successes: attempts - sum((result) => result.failed_requests),
    attempts,
  };
}
