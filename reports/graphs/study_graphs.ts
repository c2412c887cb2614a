import type { BarChart, BoxChart, LineChart } from "../chart.ts";
import { reportSections } from "../report_sections.ts";
import type { Run } from "../run.ts";

/** The charts that can be drawn as a graph in a file of its own. */
export type Graph = LineChart | BarChart | BoxChart;

/** The charts that sum up a study, in the order in which it tells of them. */
const STUDY_CHARTS: readonly string[] = [
  "connection_time",
  "latency_by_payload_size",
  "bandwidth_by_payload_size",
  "concurrency_scaling",
  "latency_percentiles",
  "local_and_remote",
];

/** One of the graphs that sum up a study. */
export interface StudyGraph {
  /** The name of its file, without an extension. */
  readonly name: string;
  /** What it shows. */
  readonly graph: Graph;
}

/** The graphs of these runs; those of what was not measured are left out. */
export function studyGraphs(runs: readonly Run[]): StudyGraph[] {
  const charts = reportSections(runs).flatMap(({ charts }) => charts);
  return STUDY_CHARTS.flatMap((id) => {
    const graph = charts.find((chart) => chart.id === id);
    return graph === undefined || graph.kind === "heat_map" ||
        graph.kind === "flames"
      ? []
      : [{ name: id.replaceAll("_", "-"), graph }];
  });
}
