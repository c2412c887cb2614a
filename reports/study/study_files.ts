import type { ResultDocument } from "../../benchmarks/result_document.ts";
import { studyGraphs } from "../graphs/study_graphs.ts";
import { formatSvg } from "../graphs/svg_graphs.ts";
import { formatHtmlReport } from "../html/html_report.ts";
import { formatJsonReport } from "../json_report.ts";
import type { ReportFile } from "../report_format.ts";
import type { Run } from "../run.ts";
import { formatStudy, type GraphFile } from "./study_markdown.ts";

/** What belongs to a study. */
export interface StudyOptions {
  /** Whether graphs are drawn. Default `true`. */
  readonly graphs?: boolean;
}

/**
 * The files of a study of a sweep: `results.json`, `report.html`, the graphs and
 * `STUDY.md`, which shows them. What was not measured has no graph.
 *
 * @example Write a study of what there is
 * ```ts
 * import {
 *   measureSweep,
 *   mergeSweep,
 *   QUICK_SWEEP_SCALE,
 *   studyFiles,
 * } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = {
 *   servers: ["rpc_threaded"],
 *   payloadSizes: [],
 *   clientCounts: [1],
 *   scale: { ...QUICK_SWEEP_SCALE, warmupRequests: 10 },
 * } as const;
 * const steps = await Array.fromAsync(measureSweep(settings));
 * const files = await studyFiles(mergeSweep(settings, steps));
 * assertEquals(
 *   files.map(({ name }) => name),
 *   [
 *     "results.json",
 *     "report.html",
 *     "graphs/connection-time.svg",
 *     "graphs/latency-percentiles.svg",
 *     "STUDY.md",
 *   ],
 * );
 * ```
 */
export async function studyFiles(
  document: ResultDocument,
  { graphs = true }: StudyOptions = {},
): Promise<readonly ReportFile[]> {
  const run: Run = {
    name: "study",
    document,
    source: new TextEncoder().encode(formatJsonReport(document)),
  };
  const drawn = graphs ? await drawGraphs(run) : [];
  return [
    { name: "results.json", content: run.source },
    { name: "report.html", content: await formatHtmlReport([run]) },
    ...drawn,
    { name: "STUDY.md", content: formatStudy(run, drawn) },
  ];
}

async function drawGraphs(run: Run): Promise<GraphFile[]> {
  const files: GraphFile[] = [];
  for (const { graph, name } of studyGraphs([run])) {
    files.push({
      name: `graphs/${name}.svg`,
      content: await formatSvg(graph),
      chart: graph,
    });
  }
  return files;
}
