import type { AbRecord } from "../../benchmarks/ab_record.ts";
import { counted } from "../../units/counted.ts";
import { formatCount, formatPercent } from "../../units/units.ts";
import type { Check } from "../check.ts";
import { type FailOn, outcomeOf } from "../outcome_of.ts";
import { VERDICT_NAMES } from "../verdict.ts";
import { type AbAnalysis, type AbFinding, analyzeAb } from "./analyze_ab.ts";
import type { AbFailures } from "./compare_failures.ts";

/** What is not to pass. */
export interface AbCheckOptions {
  /** From which severity on a metric fails. Default: nothing fails, all that is severe warns. */
  readonly failOn?: FailOn;
}

/**
 * What came of an experiment as checks, for continuous integration: one of what
 * failed, one of each metric, and one that fails if it was not brought to its end,
 * or that was too early to tell anything.
 *
 * @example Fail on what is critical
 * ```ts
 * import { abChecks, measureAb } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const record = await measureAb({
 *   metrics: [{ name: "time", unit: "s", better: "lower" }],
 *   sample: (side) =>
 *     Promise.resolve({
 *       values: { time: (side === "a" ? 1 : 1.3) + Math.random() / 100 },
 *     }),
 * });
 * const checks = abChecks(record, { failOn: "critical" });
 * const failed = checks.filter(({ outcome }) => outcome === "failed");
 * assertEquals(failed.map(({ name }) => name), ["time"]);
 * ```
 */
export function abChecks(
  record: AbRecord,
  { failOn }: AbCheckOptions = {},
): Check[] {
  const analysis = analyzeAb(record);
  const { decidedByFailures, failures: { a, b }, findings, severity } =
    analysis;
  const subject = `${record.b} against ${record.a}`;
  return [
    ...incompletenessOf(record, analysis).map((message): Check => ({
      name: "complete",
      subject,
      outcome: outcomeOf("critical", failOn),
      message,
    })),
    {
      name: "failures",
      subject,
      outcome: outcomeOf(decidedByFailures ? severity : "none", failOn),
      message: `${failed(b)} against ${failed(a)}`,
    },
    ...findings.map((finding): Check => ({
      name: finding.metric.name,
      subject,
      outcome: finding.verdict === "too_few_samples"
        ? "skipped"
        : outcomeOf(finding.severity, failOn),
      message: messageOf(finding),
    })),
  ];
}

/** Why it says less than it was to, if it does. */
function incompletenessOf(
  { ended, silent, ...sides }: AbRecord,
  { quads, verdict }: AbAnalysis,
): string[] {
  return [
    ...ended === "interrupted" ? ["it was interrupted"] : [],
    ...silent === undefined
      ? []
      : [`${sides[silent]} answers nothing any more`],
    ...verdict === "too_few_samples"
      ? [`${counted(quads, "quad")} of blocks are too few to tell anything`]
      : [],
  ];
}

function failed({ failed, total }: AbFailures): string {
  return `${formatCount(failed)} of ${counted(total, "request")} failed`;
}

function messageOf(finding: AbFinding): string {
  const name = `${finding.metric.name}: ${VERDICT_NAMES[finding.verdict]}`;
  if (finding.verdict === "too_few_samples") return name;
  const [change, low, high] = [finding.change, ...finding.interval].map(
    (part) => (part < 0 ? "−" : "+") + formatPercent(Math.abs(part)),
  );
  return `${name}, ${change}, 99 % sure to be from ${low} to ${high}`;
}
