import type { ServerResult } from "../../benchmarks/result_document.ts";
import { fisherExact, type Proportion } from "../statistics/fisher_exact.ts";
import { proportionDifferenceInterval } from "../statistics/proportion_interval.ts";
import type { Evidence } from "./_evidence.ts";

/** What the requests of two runs say of their success rates; `undefined` if there were none. */
export function evidenceOfRequests(
  base: ServerResult,
  next: ServerResult,
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

function successesOf(
  { failed_requests, total_requests }: ServerResult,
): Proportion {
  return {
    successes: total_requests - failed_requests,
    attempts: total_requests,
  };
}
