import type { ReportFormat } from "../report_format.ts";
import { type Graph, studyGraphs } from "./study_graphs.ts";

/** Letters of about the same widths on all machines, from the most common font on. */
const FONT_FAMILY = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif";

/**
 * A chart as a picture in SVG, for a README: 830 pixels wide, on white, in colours
 * that readers who are colour-blind can tell apart, with a description for those
 * who do not see it. It needs no fonts, scripts or other files, and the same chart
 * gives the same text on every machine.
 *
 * @example Draw how latency grows with the payload
 * ```ts
 * import { formatSvg } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const svg = await formatSvg({
 *   kind: "lines",
 *   id: "latency_by_payload_size",
 *   title: "Latency by payload size",
 *   x: { title: "payload", quantity: "bytes", scale: "log" },
 *   y: { title: "latency", quantity: "duration", scale: "log" },
 *   floors: [{ name: "floor", runIndex: 0, value: 70e-6 }],
 *   lines: [{
 *     name: "rpc_threaded",
 *     serverIndex: 0,
 *     runIndex: 0,
 *     points: [{ x: 64, y: 80e-6 }, { x: 1024, y: 85e-6 }],
 *   }],
 * });
 * assertStringIncludes(svg, "<svg");
 * ```
 */
export async function formatSvg(graph: Graph): Promise<string> {
  const { drawnGraph } = await import("./_drawn_graph.ts");
  return drawnGraph(graph, { fontFamily: FONT_FAMILY, scale: 1 });
}

/** The graphs of a study, a file each. */
export const format: ReportFormat = {
  summary: "the graphs of a study as pictures that stay sharp at any size",
  extension: "svg",
  makes: "folder",
  format: (runs) =>
    Promise.all(
      studyGraphs(runs).map(async ({ graph, name }) => ({
        name: `${name}.svg`,
        content: await formatSvg(graph),
      })),
    ),
};
