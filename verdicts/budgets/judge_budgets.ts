import { type Metric, metricsOf } from "../../benchmarks/metrics/metrics.ts";
import {
  type ResultDocument,
  serverResults,
} from "../../benchmarks/result_document.ts";
import { incompletenessOf } from "../incompleteness.ts";
import type { Budget, BudgetOperator } from "./budget.ts";
import type {
  BudgetResult,
  HeldBudget,
  UnjudgedBudget,
} from "./budget_result.ts";
import { amountIn, unitNames } from "./limit_units.ts";
import { MetricPattern } from "./metric_pattern.ts";
import { valueInterval } from "./value_interval.ts";

/** What stands for the floor of the metric itself. */
const FLOOR = "floor";

/**
 * Holds the metrics of a document against budgets. A budget is kept if all metrics
 * keep it that it is for; one that no metric matches cannot be judged, and neither
 * can any if the run was interrupted or lost a server: such results come last.
 *
 * @example Judge a document by two budgets
 * ```ts
 * import { BenchmarkMetrics, BenchmarkResults } from "@x/rpcbench/benchmarks";
 * import { judgeBudgets, parseBudget } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const metrics = new BenchmarkMetrics({ name: "mine", protocol: "rpc" });
 * metrics.addLatency(0.02);
 * const results = new BenchmarkResults();
 * results.addResult("mine", metrics);
 *
 * const budgets = ["latency.p99<10ms", "latency.median<25ms"].map(parseBudget);
 * assertEquals(
 *   judgeBudgets(results.toJSON(), budgets).map(({ outcome }) => outcome),
 *   ["broken", "kept"],
 * );
 * ```
 */
export function judgeBudgets(
  document: ResultDocument,
  budgets: readonly Budget[],
): BudgetResult[] {
  const metrics = metricsOf(document);
  const elsewhere = new Set(
    [...serverResults(document)]
      .filter(([, { host }]) => host !== undefined)
      .map(([server]) => server),
  );
  return [
    ...budgets.flatMap((budget) => judgeBudget(budget, metrics, elsewhere)),
    ...budgets.length === 0
      ? []
      : incompletenessOf(document).map((reason): UnjudgedBudget => ({
        outcome: "not_judged",
        budget: "a complete run",
        server: "",
        reason,
      })),
  ];
}

function judgeBudget(
  budget: Budget,
  metrics: readonly Metric[],
  elsewhere: ReadonlySet<string>,
): BudgetResult[] {
  const { path, text } = budget;
  const pattern = new MetricPattern(path);
  const found = metrics.filter((metric) => pattern.matches(metric));
  if (found.length === 0) {
    const reason = noMetric(path, pattern.nearest(metrics));
    return [{ outcome: "not_judged", budget: text, server: "", reason }];
  }
  return found.map((metric) => {
    const limit = limitOf(budget, metric, metrics, elsewhere);
    return typeof limit === "number"
      ? heldAgainst(limit, budget, metric, metrics)
      : {
        outcome: "not_judged",
        budget: text,
        server: metric.server,
        reason: limit.reason,
      };
  });
}

/** A budget's limit of one metric, in its unit; if it has none, why. */
function limitOf(
  { limit }: Budget,
  metric: Metric,
  metrics: readonly Metric[],
  elsewhere: ReadonlySet<string>,
): number | { readonly reason: string } {
  const { path, server, unit } = metric;
  if (limit.kind === "amount") {
    return amountIn(unit, limit.amount, limit.unit) ??
      { reason: `a limit of ${path} takes ${unitNames(unit)}` };
  }
  const ofFloor = limit.of === FLOOR || limit.of.startsWith(`${FLOOR}.`);
  if (ofFloor && elsewhere.has(server)) {
    return {
      reason: `${server} is elsewhere, and the floor is that of this machine`,
    };
  }
  const name = limit.of === FLOOR ? `${FLOOR}.${path}` : limit.of;
  const pattern = new MetricPattern(name);
  const found = metrics.filter((it) => pattern.matches(it));
  const own = found.filter((it) => it.server === server);
  const [other, ...more] = own.length === 0 ? found : own;
  if (other === undefined) {
    const near = ofFloor ? metrics.filter((it) => it.server === "") : metrics;
    return { reason: noMetric(name, pattern.nearest(near)) };
  }
  if (more.length > 0) return { reason: `there are several ${name}` };
  if (other.unit !== unit) {
    return { reason: `${path} is in ${unit}, and ${name} in ${other.unit}` };
  }
  return limit.factor * other.value;
}

const HOLDS: Readonly<
  Record<BudgetOperator, (value: number, limit: number) => boolean>
> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "==": (value, limit) => value === limit,
};

function heldAgainst(
  limit: number,
  { operator, text }: Budget,
  metric: Metric,
  metrics: readonly Metric[],
): HeldBudget {
  const { path, server, unit, value } = metric;
  const interval = valueInterval(metric, metrics);
  return {
    outcome: HOLDS[operator](value, limit) ? "kept" : "broken",
    budget: text,
    server,
    path,
    unit,
    value,
    limit,
    ...limit === 0 ? {} : { excess: excessOf(operator, value, limit) },
    ...interval && { interval },
    certainty: interval === undefined
      ? "not_known"
      : interval[0] <= limit && limit <= interval[1]
      ? "not_sure"
      : "sure",
  };
}

function excessOf(
  operator: BudgetOperator,
  value: number,
  limit: number,
): number {
  const change = value / limit - 1;
  if (operator === "==") return Math.abs(change);
  return operator.startsWith("<") ? change : -change;
}

function noMetric(name: string, nearest: readonly string[]): string {
  const hint = nearest.length === 0
    ? "the document has none at all"
    : `the nearest are ${nearest.join(", ")}`;
  return `there is no metric ${name}; ${hint}`;
}
