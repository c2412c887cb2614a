import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import type { ServerResult } from "../../benchmarks/result_document.ts";
import type { Interval } from "../statistics/interval.ts";
import type { BudgetLimit } from "./budget.ts";
import { amountIn, unitNames } from "./_limit_units.ts";
import { MetricPattern } from "./_metric_pattern.ts";
import { valueInterval } from "./_value_interval.ts";

/** What stands for the floor of the metric itself. */
const FLOOR = "floor";

/** What a metric is held against. */
export interface Limit {
  /** In the metric's unit. */
  readonly value: number;
  /** Where it lies at 95 %; `undefined` if nothing tells. */
  readonly interval: Interval | undefined;
}

/** What a budget's limit is of each metric of a document. */
export class MetricLimits {
  readonly #limit: BudgetLimit;
  readonly #metrics: readonly Metric[];
  readonly #servers: ReadonlyMap<string, ServerResult>;
  /** What names of other metrics stand for: most budgets have one for all servers. */
  readonly #named = new Map<string, readonly Metric[] | string>();

  /** Looks for what the limit is a multiple of among all metrics of the document. */
  constructor(
    limit: BudgetLimit,
    metrics: readonly Metric[],
    servers: ReadonlyMap<string, ServerResult>,
  ) {
    this.#limit = limit;
    this.#metrics = metrics;
    this.#servers = servers;
  }

  /** The limit of one of them; if it has none, why, as a sentence. */
  of(metric: Metric): Limit | string {
    const { path, unit } = metric;
    const limit = this.#limit;
    if (limit.kind === "multiple") {
      return this.#multiple(limit.of, limit.factor, metric);
    }
    const value = amountIn(unit, limit.amount, limit.unit);
    return value === undefined
      ? `a limit of ${path} takes ${unitNames(unit)}`
      : { value, interval: [value, value] };
  }

  #multiple(
    of: string,
    factor: number,
    { path, server, unit }: Metric,
  ): Limit | string {
    const ofFloor = of === FLOOR || of.startsWith(`${FLOOR}.`);
    if (ofFloor && this.#servers.get(server)?.host !== undefined) {
      return `${server} is elsewhere, and the floor is that of this machine`;
    }
    const name = of === FLOOR ? `${FLOOR}.${path}` : of;
    const named = this.#metricsNamed(name, ofFloor);
    if (typeof named === "string") return named;
    const own = named.filter((it) => it.server === server);
    const [other, ...more] = own.length === 0 ? named : own;
    if (more.length > 0) return `there are several ${name}`;
    if (other.unit !== unit) {
      return `${path} is in ${unit}, and ${name} in ${other.unit}`;
    }
    const [low, high] = valueInterval(other, this.#metrics) ?? [];
    return {
      value: factor * other.value,
      interval: low === undefined || high === undefined
        ? undefined
        : [factor * low, factor * high],
    };
  }

  /** The metrics that a name in a limit stands for; if there are none, that. */
  #metricsNamed(name: string, ofFloor: boolean): readonly Metric[] | string {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const pattern = new MetricPattern(name);
    const searched = ofFloor
      ? this.#metrics.filter(({ server }) => server === "")
      : this.#metrics;
    const found = searched.filter((metric) => pattern.matches(metric));
    const named = found.length === 0 ? pattern.missingFrom(searched) : found;
    this.#named.set(name, named);
    return named;
  }
}
