import type { ResultDocument } from "../../benchmarks/result_document.ts";
import { REPORT_FORMATS } from "../formats.ts";
import { formatJsonReport } from "../json_report.ts";
import type { ReportFile } from "../report_format.ts";
import type { Run } from "../run.ts";
import { formatStudy } from "./study_markdown.ts";

/** The folder of the graphs, within that of the study. */
const GRAPHS = "graphs";

/** What belongs to a study. */
export interface StudyOptions {
  /** Whether graphs are drawn. Default `true`. */
  readonly graphs?: boolean;
}

/**
 * The files of a study of a sweep: `results.json`, `report.html`, the graphs and
 * `STUDY.md`, which shows them.
 *
 * @example Write a study of what there is
 * ```ts
 * import { measureSweep, mergeSweep, QUICK_SWEEP_SCALE } from "@x/rpcbench";
 * import { studyFiles } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = {
 *   servers: ["rpc_threaded"],
 *   payloadSizes: [],
 *   clientCounts: [1],
 *   scale: { ...QUICK_SWEEP_SCALE, concurrentRequests: 50 },
 * } as const;
 * const steps = await Array.fromAsync(measureSweep(settings));
 * const files = await studyFiles(mergeSweep(settings, steps), { graphs: false });
 * assertEquals(
 *   files.map(({ name }) => name),
 *   ["results.json", "report.html", "STUDY.md"],
 * );
 * ```
 */
export async function studyFiles(
  document: ResultDocument,
  { graphs = true }: StudyOptions = {},
): Promise<ReportFile[]> {
  const runs: readonly Run[] = [{
    name: "study",
    document,
    source: new TextEncoder().encode(formatJsonReport(document)),
  }];
  const drawn = graphs ? await drawGraphs(runs) : [];
  return [
    { name: "results.json", content: runs[0].source },
    ...await filesAs("html", runs),
    ...drawn,
    {
      name: "STUDY.md",
      content: formatStudy(runs[0], drawn.map(({ name }) => name)),
    },
  ];
}

async function drawGraphs(runs: readonly Run[]): Promise<ReportFile[]> {
  const files = await filesAs("svg", runs);
  return files.map(({ content, name }) => ({
    name: `${GRAPHS}/${name}`,
    content,
  }));
}

async function filesAs(
  format: "html" | "svg",
  runs: readonly Run[],
): Promise<readonly ReportFile[]> {
  return await (await REPORT_FORMATS[format]()).format(runs);
}
