import type { Evidence } from "./_evidence.ts";
import type {
  ComparedMetric,
  ComparedValue,
  MetricTest,
  NoDifferenceReason,
} from "./document_comparison.ts";
import { severityOf, severityOfShare } from "../severity.ts";

/** Differences that chance makes less often than this are called differences. */
const SIGNIFICANT = 0.05;
/** Less of a change is too small to matter, however sure it is. */
const NEGLIGIBLE = 0.01;
/** Of the share of requests that succeed, one in a thousand more or less. */
const NEGLIGIBLE_SHARE = 0.001;

/** Evidence, corrected for how many metrics there is some of. */
export interface CorrectedEvidence extends Evidence {
  readonly pCorrected: number;
}

/**
 * Judges one metric by the evidence that there is. `runSpread` is by how much runs
 * of the same may differ, as a part of the lesser, if their own number cannot tell.
 */
export function judgeMetric(
  value: ComparedValue,
  evidence: CorrectedEvidence | undefined,
  runSpread: number | undefined,
): ComparedMetric {
  if (evidence === undefined) {
    return {
      ...withChange(value),
      verdict: "too_few_samples",
      severity: "none",
    };
  }
  const { change, interval, pCorrected, test } = evidence;
  const judged = {
    ...value,
    ...change === undefined ? {} : { change },
    ...interval === undefined ? {} : { interval },
    test: { ...test, p_corrected: pCorrected },
  };
  const reason = reasonAgainst(judged, runSpread);
  if (reason !== undefined) {
    return { ...judged, verdict: "no_difference", reason, severity: "none" };
  }
  const rise = change ?? value.next - value.base;
  const isWorse = (rise > 0) === (value.better === "less");
  if (!isWorse) return { ...judged, verdict: "better", severity: "none" };
  // What was 0 and no longer is, is worse by more than any part of it.
  const worsening = Math.abs(change ?? Infinity);
  return {
    ...judged,
    verdict: "worse",
    severity: value.unit === "share"
      ? severityOfShare(worsening)
      : severityOf(worsening),
  };
}

/** A value with its plain change, which nothing is known of. */
function withChange(value: ComparedValue): ComparedValue {
  const { base, next, unit } = value;
  if (unit === "share") return { ...value, change: next - base };
  return base === 0 ? value : { ...value, change: next / base - 1 };
}

/** Why there is no difference; `undefined` if there is one. */
function reasonAgainst(
  { change, interval, test, unit }: ComparedValue & {
    readonly interval?: readonly [low: number, high: number];
    readonly test: MetricTest;
  },
  runSpread: number | undefined,
): NoDifferenceReason | undefined {
  if (!(test.p_corrected < SIGNIFICANT)) return "not_significant";
  const least = unit === "share" ? NEGLIGIBLE_SHARE : NEGLIGIBLE;
  const isSmall = change !== undefined && Math.abs(change) < least;
  if (isSmall || test.effect?.magnitude === "negligible") return "negligible";
  if (runSpread === undefined) return undefined;
  const isBeyond = interval !== undefined &&
    (interval[0] > runSpread || interval[1] < 1 / (1 + runSpread) - 1);
  return isBeyond ? undefined : "within_run_spread";
}
