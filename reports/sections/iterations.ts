import type { ReportSection } from "../report_section.ts";
import { figure } from "../report_table.ts";
import { measuredOf, type Run } from "../run.ts";

/** How long iterations of benchmarks took that `deno bench` has measured. */
export function iterationsSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredOf(runs, (result) => result.iteration_time);
  if (measured.length === 0) return undefined;
  return {
    id: "iterations",
    title: "Iterations of deno bench",
    lines: [],
    charts: [{
      kind: "bars",
      id: "iteration_times",
      title: "Time of an iteration",
      categories: ["mean", "p75", "p99"],
      y: { title: "time of an iteration", quantity: "duration", scale: "log" },
      floors: [],
      series: measured.map(({ subject, value: { mean, p75, p99 } }) => ({
        ...subject,
        values: [mean, p75, p99],
      })),
    }],
    tables: [{
      title: "Time of an iteration",
      note:
        "Of what is too fast to be timed alone, a sample is the mean of many iterations.",
      columns: [
        { name: "benchmark" },
        { name: "mean" },
        { name: "min", importance: "useful" },
        { name: "max", importance: "useful" },
        { name: "p75" },
        { name: "p99" },
        { name: "p99.5", importance: "detail" },
        { name: "p99.9", importance: "detail" },
        { name: "n" },
        { name: "iterations a sample", importance: "detail" },
      ],
      rows: measured.map(({ subject, value }) => [
        subject.name,
        figure(value.mean, "duration"),
        figure(value.min, "duration"),
        figure(value.max, "duration"),
        figure(value.p75, "duration"),
        figure(value.p99, "duration"),
        figure(value.p995, "duration"),
        figure(value.p999, "duration"),
        figure(value.count, "count"),
        figure(value.iterations_per_sample, "count"),
      ]),
    }],
  };
}
