export type { CaseResult, SpreadOfDuration } from "./case_result.ts";
export type { CaseProfile, ExplainedOutlier } from "./profile_case.ts";
export {
  type CaseGroup,
  type CaseLength,
  type CaseParameters,
  SCENARIO_NAMES,
  SCENARIO_SERVERS,
  type ScenarioCase,
  type ScenarioName,
  type ScenarioServer,
} from "./scenario_case.ts";
export {
  FULL_SCALE,
  QUICK_SCALE,
  type ScenarioOptions,
  type ScenarioProgress,
  type ScenarioScale,
} from "./scenario_options.ts";
export { runScenarios, SCENARIO_SUMMARIES } from "./scenario_run.ts";
export {
  analyzeTail,
  type Outlier,
  type TailAnalysis,
  type TimedRequest,
} from "./tail_analysis.ts";
