/**
 * Verdicts: result documents in, decisions out. Whether a change is better or
 * worse, whether a budget holds, and what is wrong with a server.
 *
 * @module
 */
export { type Verdict, VERDICT_NAMES } from "./verdict.ts";
export * from "./statistics/mod.ts";
export {
  type AbAnalysis,
  type AbDifference,
  type AbFinding,
  type AbLack,
  analyzeAb,
} from "./ab/analyze_ab.ts";
export type { AbFailures, FailureComparison } from "./ab/compare_failures.ts";
export {
  type AbOptions,
  type AbProgress,
  type AbSample,
  measureAb,
} from "./ab/measure_ab.ts";
export { LOAD_METRICS, type LoadMetricName } from "./ab/load_metrics.ts";
export {
  type AbLoadOptions,
  measureAbLoad,
  NoAnswersError,
} from "./ab/measure_ab_load.ts";
export type { Severity } from "./severity.ts";
