import {
  type ResultDocument,
  type ServerResult,
  serverResults,
  summarize,
} from "../../../benchmarks/mod.ts";
import {
  type BudgetResult,
  judgeBudgets,
  parseBudget,
} from "../../../verdicts/mod.ts";
import { EVERYTHING } from "../../reports/_everything.ts";
import { BARE } from "../../reports/_sample_document.ts";

/** All that is known of one server. */
export const THREADED: ServerResult =
  serverResults(EVERYTHING).get("rpc_threaded") ?? BARE;

/** Judges a document by budgets as they are written. */
export function judge(
  document: ResultDocument,
  ...budgets: readonly string[]
): BudgetResult[] {
  return judgeBudgets(document, budgets.map(parseBudget));
}

/** What came of a budget, by the names of its metrics. */
export function outcomes(
  document: ResultDocument,
  budget: string,
): Record<string, string> {
  return Object.fromEntries(
    judge(document, budget).map((result) => [
      result.outcome === "not_judged"
        ? result.budget
        : `${result.server}:${result.path}`,
      result.outcome,
    ]),
  );
}

/** A server whose requests took so many milliseconds each. */
export function serverOf(...milliseconds: readonly number[]): ServerResult {
  return {
    ...BARE,
    latency: summarize(milliseconds.map((it) => it / 1000)),
  };
}
