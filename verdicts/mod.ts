/**
 * Verdicts: result documents in, decisions out. Whether a change is better or
 * worse, whether a budget holds, and what is wrong with a server.
 *
 * @module
 */
export {
  diagnose,
  type Diagnosis,
  type ServerDiagnosis,
  type UnknownKind,
} from "./diagnosis/diagnose.ts";
export type {
  Certainty,
  FindingKind,
  ServerFinding,
  Symptom,
  Threshold,
} from "./diagnosis/server_finding.ts";
export { budgetChecks } from "./budgets/budget_checks.ts";
export type { Budget, BudgetLimit, BudgetOperator } from "./budgets/budget.ts";
export type {
  BudgetResult,
  HeldBudget,
  UnjudgedBudget,
} from "./budgets/budget_result.ts";
export { judgeBudgets } from "./budgets/judge_budgets.ts";
export { parseBudget } from "./budgets/parse_budget.ts";
export { compareDocuments } from "./comparison/compare_documents.ts";
export type {
  ComparedMetric,
  ComparedSide,
  ComparedValue,
  Difference,
  DocumentComparison,
  EffectSize,
  MetricName,
  MetricTest,
  MetricTestKind,
  NoDifferenceReason,
} from "./comparison/document_comparison.ts";
export {
  type ComparisonCheckOptions,
  comparisonChecks,
} from "./comparison/comparison_checks.ts";
export type { Check, CheckOutcome } from "./check.ts";
export { type Verdict, VERDICT_NAMES } from "./verdict.ts";
export * from "./statistics/mod.ts";
export {
  type AbAnalysis,
  type AbDifference,
  type AbFinding,
  type AbLack,
  analyzeAb,
} from "./ab/analyze_ab.ts";
export { type AbCheckOptions, abChecks } from "./ab/ab_checks.ts";
export type { FailOn } from "./outcome_of.ts";
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
