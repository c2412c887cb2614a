/**
 * What it costs to record a sample, beside keeping it in an array, and to summarize
 * many.
 *
 *     deno bench tests/bench/recorder_bench.ts
 *
 * @module
 */
import { SampleRecorder, summarize } from "../../benchmarks/mod.ts";

const SAMPLES = Array.from({ length: 10_000 }, (_, i) => (i % 997 + 1) * 1e-6);

Deno.bench("array", { group: "record 10,000", baseline: true }, () => {
  const kept: number[] = [];
  for (const sample of SAMPLES) kept.push(sample);
});
Deno.bench("recorder", { group: "record 10,000" }, () => {
  const recorder = new SampleRecorder();
  for (const sample of SAMPLES) recorder.record(sample);
});

const exact = new SampleRecorder();
const histogram = new SampleRecorder({ exactLimit: 0 });
for (const sample of SAMPLES) {
  exact.record(sample);
  histogram.record(sample);
}
Deno.bench("array", { group: "summarize 10,000", baseline: true }, () => {
  summarize(SAMPLES);
});
Deno.bench("recorder", { group: "summarize 10,000" }, () => {
  exact.summary();
});
Deno.bench("recorder, histogram", { group: "summarize 10,000" }, () => {
  histogram.summary();
});
