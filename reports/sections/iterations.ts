import type { IterationTimes } from "../../benchmarks/iteration_times.ts";
import type { BarChart } from "../chart.ts";
import type { ReportSection } from "../report_section.ts";
import { figure } from "../report_table.ts";
import { measuredOf, type MeasuredServer, type Run } from "../run.ts";

/** A benchmark of `deno bench`. */
type MeasuredBench = MeasuredServer & { readonly value: IterationTimes };

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
    charts: groupCharts(measured),
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

/** A chart for each group that has something to compare: others may be of any size. */
function groupCharts(measured: readonly MeasuredBench[]): BarChart[] {
  const groups = Map.groupBy(
    measured,
    ({ server, value }) => value.group ?? server,
  );
  return [...groups].filter(([, benches]) => benches.length > 1)
    .map(([group, benches], i) => ({
      kind: "bars",
      id: `iteration_times_${i + 1}`,
      title: `Time of an iteration: ${group}`,
      categories: ["mean", "p75", "p99"],
      y: {
        title: "time of an iteration",
        quantity: "duration",
        scale: "linear",
      },
      floors: [],
      series: benches.map(({ subject, value: { mean, p75, p99 } }) => ({
        ...subject,
        values: [mean, p75, p99],
      })),
    }));
}
