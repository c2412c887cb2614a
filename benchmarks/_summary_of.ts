import type { SampleRecorder } from "./sample_recorder.ts";
import type { Summary, SummaryOptions } from "./statistics.ts";

/** Of what reports draw and comparisons test. */
export const WITH_SAMPLES: SummaryOptions = {
  distribution: true,
  samples: true,
};

/** The summary of a recorder that has samples. */
export function summaryOf(
  recorder: SampleRecorder,
  options: SummaryOptions = {},
): Summary | undefined {
  return recorder.count === 0 ? undefined : recorder.summary(options);
}
