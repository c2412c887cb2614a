import type { SampleRecorder } from "./sample_recorder.ts";
import type { Summary } from "./statistics.ts";

/** The summary of a recorder that has samples. */
export function summaryOf(recorder: SampleRecorder): Summary | undefined {
  return recorder.count === 0 ? undefined : recorder.summary();
}
