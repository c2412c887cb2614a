import { SampleRecorder } from "../../benchmarks/mod.ts";
import { formatDuration } from "../../units/units.ts";
import { type Line, measured } from "./_line.ts";

/** What it costs to record samples. */
export function recorderLines(): Line[] {
  const rounds = Array.from({ length: 5 }, () => {
    const before = Deno.memoryUsage().rss;
    const recorder = new SampleRecorder();
    const count = 10_000_000;
    const start = performance.now();
    for (let i = 0; i < count; i++) recorder.record((i % 1000 + 1) * 1e-6);
    const seconds = (performance.now() - start) / 1000 / count;
    return { seconds, bytes: Deno.memoryUsage().rss - before };
  });
  const seconds = Math.min(...rounds.map(({ seconds }) => seconds));
  const bytes = Math.max(...rounds.map(({ bytes }) => bytes));
  return [
    measured(
      "recording a sample",
      formatDuration(seconds),
      "100 ns",
      seconds / 100e-9,
      { atMost: 1 },
    ),
    measured(
      "memory for 10 million samples",
      `${(bytes / 1e6).toFixed(0)} MB`,
      "50 MB",
      bytes / 50e6,
      { atMost: 1 },
    ),
  ];
}
