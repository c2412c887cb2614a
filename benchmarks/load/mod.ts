export { failureKind, LoadTimeoutError, UnsentError } from "./failure_kind.ts";
export { LoadBlocks } from "./load_blocks.ts";
export { LoadGenerator, type LoadGeneratorOptions } from "./load_generator.ts";
export { type LoadConditions, LoadMeasurement } from "./load_measurement.ts";
export type { AnsweredRequest, LoadPlan } from "./load_plan.ts";
export type { GeneratorResult, LoadResult } from "./load_result.ts";
export { loadWarnings } from "./load_warnings.ts";
export type { LoadPoint } from "./load_series.ts";
export {
  type ConstantPacing,
  createPacer,
  type Pacer,
  type Pacing,
  type PoissonPacing,
  type RampPacing,
  type StepPacing,
} from "./pacer.ts";
export type { Target, TargetConnection, Transferred } from "./target.ts";
export {
  type HttpTargetSpecification,
  type ModuleTargetSpecification,
  openTarget,
  type RpcTargetSpecification,
  type TargetOptions,
  type TargetSpecification,
} from "./target_specification.ts";
