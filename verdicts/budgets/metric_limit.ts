import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import type { ServerResult } from "../../benchmarks/result_document.ts";
import type { Interval } from "../statistics/interval.ts";
import type { Budget } from "./budget.ts";
import { amountIn, unitNames } from "./limit_units.ts";
import { MetricPattern } from "./metric_pattern.ts";
import { valueInterval } from "./value_interval.ts";

/** What stands for the floor of the metric itself. */
const FLOOR = "floor";

/** What a metric is held against. */
export interface Limit {
  /** In the metric's unit. */
  readonly value: number;
  /** Where it lies at 95 %; `undefined` if nothing tells. */
  readonly interval: Interval | undefined;
}

/** A budget's limit of one metric; if it has none, why, as a sentence. */
export function limitOf(
  { limit }: Budget,
  metric: Metric,
  metrics: readonly Metric[],
  servers: ReadonlyMap<string, ServerResult>,
): Limit | string {
  const { path, server, unit } = metric;
  if (limit.kind === "amount") {
    const value = amountIn(unit, limit.amount, limit.unit);
    return value === undefined
      ? `a limit of ${path} takes ${unitNames(unit)}`
      : { value, interval: [value, value] };
  }
  const ofFloor = limit.of === FLOOR || limit.of.startsWith(`${FLOOR}.`);
  if (ofFloor && servers.get(server)?.host !== undefined) {
    return `${server} is elsewhere, and the floor is that of this machine`;
  }
  const name = limit.of === FLOOR ? `${FLOOR}.${path}` : limit.of;
  const pattern = new MetricPattern(name);
  const found = metrics.filter((it) => pattern.matches(it));
  const own = found.filter((it) => it.server === server);
  const [other, ...more] = own.length === 0 ? found : own;
  if (other === undefined) {
    const near = ofFloor ? metrics.filter((it) => it.server === "") : metrics;
    return pattern.missingFrom(near);
  }
  if (more.length > 0) return `there are several ${name}`;
  if (other.unit !== unit) {
    return `${path} is in ${unit}, and ${name} in ${other.unit}`;
  }
  const [low, high] = valueInterval(other, metrics) ?? [];
  return {
    value: limit.factor * other.value,
    interval: low === undefined || high === undefined
      ? undefined
      : [limit.factor * low, limit.factor * high],
  };
}
