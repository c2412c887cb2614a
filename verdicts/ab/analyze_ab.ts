import type { AbMetric, AbRecord } from "../../benchmarks/ab_record.ts";
import { gravest, type Severity, severityOf } from "../severity.ts";
import { holm } from "../statistics/holm.ts";
import type { Interval } from "../statistics/interval.ts";
import { type Moments, momentsOf } from "../statistics/moments.ts";
import { type StudentTest, studentTTest } from "../statistics/student_t.ts";
import type { Verdict } from "../verdict.ts";
import { AB_CONFIDENCE, LEAST_QUADS } from "./ab_confidence.ts";
import { compareFailures, type FailureComparison } from "./compare_failures.ts";
import { logsOf, type Quad, type QuadLogs, quadsOf } from "./quads.ts";

/** A change of less than this part is too small to matter, however sure it is. */
const NEGLIGIBLE = 0.01;
/** What equal sides do less often than this is a difference. */
const ALPHA = 1 - AB_CONFIDENCE;
/** A metric that there is too little of hides nothing that the others say. */
const WEIGHTIEST_FIRST: readonly Verdict[] = [
  "worse",
  "better",
  "no_difference",
];

/** What an experiment found of one metric. */
export type AbFinding = AbDifference | AbLack;

/** How two sides differ in a metric. */
export interface AbDifference {
  /** Tells it from a lack of quads. */
  readonly verdict: Exclude<Verdict, "too_few_samples">;
  /** What was compared. */
  readonly metric: AbMetric;
  /** How many quads had it. */
  readonly quads: number;
  /** What a block of side A had: the geometric mean, in the metric's unit. */
  readonly a: number;
  /** What a block of side B had. */
  readonly b: number;
  /** What B has more than A, as a part of what A has. */
  readonly change: number;
  /** Where the true change lies, at 99 %. */
  readonly interval: Interval;
  /** How often equal sides would differ by so much, corrected for the number of metrics. */
  readonly p: number;
  /** Whether there is a difference beyond doubt that is too small to matter. */
  readonly negligible: boolean;
  /** How bad it is, where B is worse. */
  readonly severity: Severity;
}

/** A metric that there are too few quads of. */
export interface AbLack {
  /** Tells it from a difference. */
  readonly verdict: "too_few_samples";
  /** What was to be compared. */
  readonly metric: AbMetric;
  /** How many quads had it. */
  readonly quads: number;
}

/** What an experiment says of side B against side A. */
export interface AbAnalysis {
  /** Worse if anything is worse. */
  readonly verdict: Verdict;
  /** Whether what failed decided, and not how long the rest took. */
  readonly decidedByFailures: boolean;
  /** How bad it is, where B is worse. */
  readonly severity: Severity;
  /** The quads that are whole. */
  readonly quads: number;
  /** What failed. */
  readonly failures: FailureComparison;
  /** What was found of each metric. */
  readonly findings: readonly AbFinding[];
}

/**
 * Says what an experiment found: whether B is better or worse than A, by how much,
 * and how sure that is.
 *
 * Of each quad it takes the logarithm of the ratio of B to A; of these Student's t
 * gives the interval, at 99 %, and p, which Holm's correction makes good for the
 * number of metrics. A change of less than 1 % is no difference, however sure it
 * is. A side that fails more often than the other is worse, whatever the times of
 * what it answered.
 *
 * @example See a difference
 * ```ts
 * import { analyzeAb, measureAb } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const record = await measureAb({
 *   metrics: [{ name: "time", unit: "s", better: "lower" }],
 *   sample: (side) =>
 *     Promise.resolve({
 *       values: { time: (side === "a" ? 1 : 1.3) + Math.random() / 100 },
 *     }),
 * });
 * const { severity, verdict } = analyzeAb(record);
 * assertEquals([verdict, severity], ["worse", "critical"]);
 * ```
 */
export function analyzeAb({ blocks, metrics }: AbRecord): AbAnalysis {
  const quads = quadsOf(blocks);
  const failures = compareFailures(quads);
  const findings = findingsOf(metrics, quads);
  const decidedByFailures = failures.p < ALPHA;
  return {
    ...decidedByFailures ? verdictOnFailures(failures) : overall(findings),
    decidedByFailures,
    quads: quads.length,
    failures,
    findings,
  };
}

/** What there is to say of each metric, corrected for how many there are. */
function findingsOf(
  metrics: readonly AbMetric[],
  quads: readonly Quad[],
): AbFinding[] {
  const measured = metrics.map((metric) => ({
    metric,
    logs: logsOf(quads, metric.name),
  }));
  const tested = measured.filter(({ logs }) => logs.length >= LEAST_QUADS)
    .map(({ logs, metric }) => ({ metric, ...testOf(logs) }));
  const corrected = holm(tested.map(({ test }) => test.p));
  return measured.map(({ logs, metric }) => {
    const place = tested.findIndex((one) => one.metric === metric);
    return place === -1
      ? { verdict: "too_few_samples", metric, quads: logs.length }
      : differenceOf(tested[place], corrected[place]);
  });
}

/** What quads found of a metric, and a test of whether that is a difference. */
interface TestedMetric {
  readonly metric: AbMetric;
  /** The mean logarithm of A's blocks. */
  readonly a: number;
  /** The logarithms of the ratios of B to A. */
  readonly ratio: Moments;
  readonly test: StudentTest;
}

function testOf(logs: readonly QuadLogs[]): Omit<TestedMetric, "metric"> {
  const ratio = momentsOf(logs.map(({ ratio }) => ratio));
  return {
    a: momentsOf(logs.map(({ a }) => a)).mean,
    ratio,
    test: studentTTest(ratio, { confidence: AB_CONFIDENCE }),
  };
}

function differenceOf(
  { a, metric, ratio, test: { interval: [low, high] } }: TestedMetric,
  p: number,
): AbDifference {
  const change = Math.expm1(ratio.mean);
  const worsening = metric.better === "lower" ? change : -change;
  const isBeyondDoubt = p < ALPHA;
  const negligible = isBeyondDoubt && Math.abs(change) < NEGLIGIBLE;
  const differs = isBeyondDoubt && !negligible;
  const isWorse = differs && worsening > 0;
  return {
    verdict: isWorse ? "worse" : differs ? "better" : "no_difference",
    metric,
    quads: ratio.count,
    a: Math.exp(a),
    b: Math.exp(a + ratio.mean),
    change,
    interval: [Math.expm1(low), Math.expm1(high)],
    p,
    negligible,
    severity: isWorse ? severityOf(worsening) : "none",
  };
}

function verdictOnFailures(
  { moreOften }: FailureComparison,
): Pick<AbAnalysis, "severity" | "verdict"> {
  return moreOften === "b"
    ? { verdict: "worse", severity: "critical" }
    : { verdict: "better", severity: "none" };
}

/** What the findings say together: what became worse weighs most. */
function overall(
  findings: readonly AbFinding[],
): Pick<AbAnalysis, "severity" | "verdict"> {
  return {
    verdict:
      WEIGHTIEST_FIRST.find((verdict) =>
        findings.some((finding) => finding.verdict === verdict)
      ) ?? "too_few_samples",
    severity: gravest(
      findings.map((finding) =>
        finding.verdict === "too_few_samples" ? "none" : finding.severity
      ),
    ),
  };
}
