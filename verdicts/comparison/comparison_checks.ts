import { metricFigure } from "../../benchmarks/metrics/metric_figure.ts";
import { formatQuantity } from "../../units/quantity.ts";
import { formatPercent } from "../../units/units.ts";
import type { Check } from "../check.ts";
import { VERDICT_NAMES } from "../verdict.ts";
import type {
  ComparedMetric,
  DocumentComparison,
} from "./document_comparison.ts";
import { type FailOn, outcomeOf } from "../outcome_of.ts";

/** What is not to pass. */
export interface ComparisonCheckOptions {
  /**
   * From which severity on a metric fails; what is lost or not complete fails too.
   * Default: nothing fails, all that is severe warns.
   */
  readonly failOn?: FailOn;
  /** What tells the next side from others that are compared too. Default: nothing. */
  readonly next?: string;
}

/**
 * What came of a comparison as checks, for continuous integration: a check a metric,
 * under its server, and one for each thing that was lost or not complete.
 *
 * @example Fail on what is critical
 * ```ts
 * import { BenchmarkResults } from "@x/rpcbench/benchmarks";
 * import { compareDocuments, comparisonChecks } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const document = new BenchmarkResults().toJSON();
 * const comparison = compareDocuments(document, document);
 * const checks = comparisonChecks(comparison, { failOn: "critical" });
 * assertEquals(checks.filter(({ outcome }) => outcome === "failed"), []);
 * ```
 */
export function comparisonChecks(
  comparison: DocumentComparison,
  { failOn, next = "" }: ComparisonCheckOptions = {},
): Check[] {
  const subject = (server: string) =>
    [server, next].filter((part) => part !== "").join(", ") || "run";
  const measured = new Set(comparison.metrics.map(({ server }) => server));
  const lost = Map.groupBy(comparison.lost, ({ server }) => server);
  return [
    ...comparison.next.incompleteness.map((message): Check => ({
      name: "complete",
      subject: subject(""),
      outcome: outcomeOf("critical", failOn),
      message,
    })),
    ...[...lost].flatMap(([server, names]) =>
      measured.has(server)
        ? names.map(({ path }): Check => ({
          name: path,
          subject: subject(server),
          outcome: outcomeOf("critical", failOn),
          message: "it was not measured; the base has it",
        }))
        : [{
          name: "measured",
          subject: subject(server),
          outcome: outcomeOf("critical", failOn),
          message: "nothing of it was measured; the base has it",
        }]
    ),
    ...comparison.metrics.map((metric): Check => ({
      name: metric.path,
      subject: subject(metric.server),
      outcome: metric.verdict === "too_few_samples"
        ? "skipped"
        : outcomeOf(metric.severity, failOn),
      message: messageOf(metric),
    })),
  ];
}

function messageOf(metric: ComparedMetric): string {
  const { base, change, next, unit, verdict } = metric;
  const written = (value: number) => {
    const { quantity, value: converted } = metricFigure(value, unit);
    return formatQuantity(converted, quantity);
  };
  return [
    `${VERDICT_NAMES[verdict]}: it was ${written(base)} and is ${
      written(next)
    }`,
    ...change === undefined
      ? []
      : [`${change < 0 ? "−" : "+"}${formatPercent(Math.abs(change))}`],
  ].join(", ");
}
