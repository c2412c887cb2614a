import { metricFigure } from "../../benchmarks/metrics/metric_figure.ts";
import { formatQuantity } from "../../units/quantity.ts";
import { formatPercent, formatRatio } from "../../units/units.ts";
import type { Check } from "../check.ts";
import type { BudgetResult, HeldBudget } from "./budget_result.ts";

/**
 * What came of budgets as checks, for continuous integration: a check a metric,
 * under its server; what is the run's own is under `run`.
 *
 * @example Say which budgets failed
 * ```ts
 * import { BenchmarkResults } from "@x/rpcbench/benchmarks";
 * import { budgetChecks, judgeBudgets, parseBudget } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const document = new BenchmarkResults().toJSON();
 * const results = judgeBudgets(document, [parseBudget("warnings.count==0")]);
 * assertEquals(budgetChecks(results, "my run"), [{
 *   name: "warnings.count==0",
 *   subject: "my run",
 *   outcome: "passed",
 *   message: "warnings.count is 0; the limit is 0",
 * }]);
 * ```
 */
export function budgetChecks(
  results: readonly BudgetResult[],
  run = "",
): Check[] {
  return results.map((result) => ({
    name: nameOf(result),
    subject: [result.server, run].filter((part) => part !== "").join(", ") ||
      "run",
    outcome: result.outcome === "kept" ? "passed" : "failed",
    message: result.outcome === "not_judged"
      ? result.reason
      : heldMessage(result),
  }));
}

/** Of a budget that may be for several metrics of a server, it says which. */
function nameOf(result: BudgetResult): string {
  const { budget } = result;
  return result.outcome === "not_judged" || budget.includes(result.path)
    ? budget
    : `${budget} (${result.path})`;
}

function heldMessage(result: HeldBudget): string {
  const { certainty, excess, limit, path, unit, value } = result;
  const written = (value: number) => {
    const { quantity, value: converted } = metricFigure(value, unit);
    return formatQuantity(converted, quantity);
  };
  return [
    `${path} is ${written(value)}; the limit is ${written(limit)}`,
    ...excess === undefined || excess <= 0 ? [] : [beyond(excess)],
    ...certainty === "not_sure" ? ["this could be chance"] : [],
  ].join(", ");
}

/** From so much on, per cent are no help to imagine it. */
const MANY_TIMES = 10;

function beyond(excess: number): string {
  return excess < MANY_TIMES
    ? `${formatPercent(excess)} beyond it`
    : `${formatRatio(excess + 1)} as much`;
}
