/** Sweeps: how servers do by payload and by number of clients, one step after another. */
export { measureSweep } from "./measure_sweep.ts";
export { mergeSweep } from "./merge_sweep.ts";
export {
  differingSetting,
  FULL_SWEEP_SCALE,
  QUICK_SWEEP_SCALE,
  type RemoteAddress,
  type SweepOptions,
  type SweepProgress,
  type SweepScale,
  type SweepSettings,
  sweepSettings,
} from "./sweep_options.ts";
export type { SweepQuestion } from "./sweep_question.ts";
export type { StepRecord, SweepRecord } from "./sweep_record.ts";
export { type SweepStep, sweepSteps, type SweepSubject } from "./sweep_step.ts";
