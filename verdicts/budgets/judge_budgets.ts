import { type Metric, metricsOf } from "../../benchmarks/metrics/metrics.ts";
import {
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "../../benchmarks/result_document.ts";
import { incompletenessOf } from "../incompleteness.ts";
import type { Interval } from "../statistics/interval.ts";
import type { Budget, BudgetOperator } from "./budget.ts";
import type {
  BudgetResult,
  HeldBudget,
  UnjudgedBudget,
} from "./budget_result.ts";
import { amountIn } from "./_limit_units.ts";
import { failedServers, lostMetrics } from "./_lost_metrics.ts";
import { type Limit, MetricLimits } from "./_metric_limits.ts";
import { MetricPattern } from "./_metric_pattern.ts";
import { valueInterval } from "./_value_interval.ts";

/**
 * Holds the metrics of a document against budgets. A budget is kept if all metrics
 * keep it that it is for. It cannot be judged if no metric matches, or if a server, a
 * load, a case or a step has failed requests in place of the metric; neither can any
 * if the run was interrupted or lost a server: such results come last.
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
  const servers = serverResults(document);
  return [
    ...budgets.flatMap((budget) => judgeBudget(budget, metrics, servers)),
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
  servers: ReadonlyMap<string, ServerResult>,
): BudgetResult[] {
  const pattern = new MetricPattern(budget.path);
  const found = meantBy(
    budget,
    metrics.filter((metric) => pattern.matches(metric)),
  );
  const notJudged = (server: string, reason: string): UnjudgedBudget => ({
    outcome: "not_judged",
    budget: budget.text,
    server,
    reason,
  });
  if (found.length === 0) {
    const reason = pattern.missingFrom(metrics) + failedServers(metrics);
    return [notJudged("", reason)];
  }
  const limits = new MetricLimits(budget.limit, metrics, servers);
  const lost = lostMetrics(pattern, found, metrics);
  return [
    ...found.map((metric) => {
      const limit = limits.of(metric);
      return typeof limit === "string"
        ? notJudged(metric.server, limit)
        : heldAgainst(limit, budget, metric, metrics);
    }),
    ...lost.map(({ reason, server }) => notJudged(server, reason)),
  ];
}

/**
 * Of metrics that a path with a star matches, those that are measured in what the
 * limit is, if it has a unit and any are: `*.p99<1s` is for times, and not for
 * bandwidths. Where it has none, a unit may have been forgotten.
 */
function meantBy(
  { limit, path }: Budget,
  found: readonly Metric[],
): readonly Metric[] {
  if (!path.includes("*") || limit.kind !== "amount" || limit.unit === "") {
    return found;
  }
  const meant = found.filter((metric) =>
    amountIn(metric.unit, limit.amount, limit.unit) !== undefined
  );
  return meant.length === 0 ? found : meant;
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
  limit: Limit,
  { operator, text }: Budget,
  metric: Metric,
  metrics: readonly Metric[],
): HeldBudget {
  const { path, server, unit, value } = metric;
  const interval = valueInterval(metric, metrics);
  return {
    outcome: HOLDS[operator](value, limit.value) ? "kept" : "broken",
    budget: text,
    server,
    path,
    unit,
    value,
    limit: limit.value,
    ...limit.value === 0
      ? {}
      : { excess: excessOf(operator, value, limit.value) },
    ...interval && { interval },
    certainty: certaintyOf(interval, limit.interval),
  };
}

function certaintyOf(
  value: Interval | undefined,
  limit: Interval | undefined,
): HeldBudget["certainty"] {
  if (value === undefined || limit === undefined) return "not_known";
  return value[0] <= limit[1] && limit[0] <= value[1] ? "not_sure" : "sure";
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
