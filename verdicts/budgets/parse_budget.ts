import { unitOfPath } from "../../benchmarks/metrics/unit_of_path.ts";
import { withoutEntryNames } from "../../benchmarks/metrics/without_entry_names.ts";
import type { Budget, BudgetLimit, BudgetOperator } from "./budget.ts";
import { amountIn, isLimitUnit, unitNames } from "./_limit_units.ts";

const OPERATORS: readonly BudgetOperator[] = ["<", "<=", ">", ">=", "=="];

/**
 * A path, an operator, and a limit. The limit has no operator in it, so that names
 * in the path may: `methods[<anonymous>].count<5`.
 */
const BUDGET =
  /^(?<path>.*[^<>=!\s])\s*(?<operator><=|>=|==|<|>)\s*(?<limit>[^<>=]+)$/s;
const OPERATOR = /[<>]|==/;
/** A number, and what stands behind it: a unit, or `x` and a metric. */
const LIMIT =
  /^(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(?:[x×]\s*(?<of>\S.*)|(?<unit>\S*))$/s;

/**
 * Reads a budget: `latency.p99<100ms`, `rpc_threaded.concurrent.success_rate >= 99.9%`,
 * `latency.median < 2x floor`.
 *
 * The path is that of a metric, as reports in CSV have it. Without a server before
 * it, the budget is for all servers; `*` stands for any characters; what tells the
 * entries of a list from each other may be left out, brackets and all, and the
 * budget is for all of them. The operator is `<`, `<=`, `>`, `>=` or `==`. The
 * limit is a number with a unit of what the metric measures, or so many times
 * another metric of the same document: `3x rpc_threaded.latency.p99`; `floor` is
 * what the floor has under the metric's own path.
 *
 * @throws {SyntaxError} that says what a budget takes, or its unit.
 *
 * @example Read a budget
 * ```ts
 * import { parseBudget } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseBudget("latency.p99 < 100 ms"), {
 *   text: "latency.p99 < 100 ms",
 *   path: "latency.p99",
 *   operator: "<",
 *   limit: { kind: "amount", amount: 100, unit: "ms" },
 * });
 * ```
 */
export function parseBudget(given: string): Budget {
  const text = given.trim();
  const { path, operator: word, limit = "" } = BUDGET.exec(text)?.groups ?? {};
  const operator = OPERATORS.find((operator) => operator === word);
  if (operator === undefined || OPERATOR.test(withoutEntryNames(path))) {
    throw new SyntaxError(
      'it takes a metric, an operator of <, <=, >, >= and ==, and a limit: "latency.p99<100ms"',
    );
  }
  return { text, path, operator, limit: parseLimit(limit.trim(), path) };
}

function parseLimit(text: string, path: string): BudgetLimit {
  const { number, of, unit: written = "" } = LIMIT.exec(text)?.groups ?? {};
  const amount = Number(number);
  if (number === undefined || !Number.isFinite(amount)) {
    throw new SyntaxError(
      'its limit takes a number and a unit, or a multiple of another metric: "100ms", "2x floor"',
    );
  }
  if (of !== undefined) return { kind: "multiple", factor: amount, of };
  // Of the two letters that look alike, keyboards have either.
  const unit = written.replace("μ", "µ");
  const metricUnit = unitOfPath(path);
  const fits = metricUnit === undefined
    ? isLimitUnit(unit)
    : amountIn(metricUnit, amount, unit) !== undefined;
  if (!fits) {
    throw new SyntaxError(
      metricUnit === undefined
        ? `there is no unit ${JSON.stringify(unit)}`
        : `a limit of ${path} takes ${unitNames(metricUnit)}`,
    );
  }
  return { kind: "amount", amount, unit };
}
