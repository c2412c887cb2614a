import { Buffer } from "node:buffer";
import type { ReportFormat } from "../report_format.ts";
import { type Graph, studyGraphs } from "./study_graphs.ts";

/** Pixels of the picture for each pixel of the graph: screens are as fine as that. */
const SCALE = 2;

/** What the fonts beside this module are called: not as one that is installed may be. */
const FONT_FAMILY = "rpcbench graphs";

/**
 * A chart as {@linkcode formatSvg} draws it, as bytes of a PNG, in two pixels for
 * each: for what shows no SVG. Its letters are Arimo's, which comes with this
 * module; what Arimo has no letters for takes a font of the machine.
 *
 * @example Draw how many calls each server answers
 * ```ts
 * import { formatPng } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * const png = await formatPng({
 *   kind: "bars",
 *   id: "throughput",
 *   title: "Throughput",
 *   categories: ["10 clients"],
 *   y: { title: "answers per second", quantity: "rate", scale: "linear" },
 *   floors: [],
 *   series: [
 *     { name: "rpc_threaded", serverIndex: 0, runIndex: 0, values: [80_000] },
 *     { name: "http_threaded", serverIndex: 1, runIndex: 0, values: [20_000] },
 *   ],
 * });
 * assertEquals(new TextDecoder().decode(png.subarray(1, 4)), "PNG");
 * ```
 */
export async function formatPng(
  graph: Graph,
): Promise<Uint8Array<ArrayBuffer>> {
  const [{ drawnGraph }, { createCanvas, loadImage }] = await Promise.all([
    import("./_drawn_graph.ts"),
    canvasWithFonts(),
  ]);
  const svg = drawnGraph(graph, { fontFamily: FONT_FAMILY, scale: SCALE });
  const image = await loadImage(new TextEncoder().encode(svg));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  return new Uint8Array(canvas.toBuffer("image/png"));
}

let loadedCanvas: Promise<typeof import("@napi-rs/canvas")> | undefined;

/** The library that draws pixels, once it knows the fonts. */
function canvasWithFonts(): Promise<typeof import("@napi-rs/canvas")> {
  return loadedCanvas ??= loadCanvas();
}

async function loadCanvas(): Promise<typeof import("@napi-rs/canvas")> {
  const canvas = await import("@napi-rs/canvas");
  for (const weight of [400, 700]) {
    const url = new URL(
      `./fonts/arimo-latin-${weight}-normal.woff2`,
      import.meta.url,
    );
    const font = await (await fetch(url)).bytes();
    canvas.GlobalFonts.register(Buffer.from(font), FONT_FAMILY);
  }
  return canvas;
}

/** The graphs of a study, a file each. */
export const format: ReportFormat = {
  summary: "the graphs of a study as pictures for what shows no SVG",
  extension: "png",
  makes: "folder",
  format: (runs) =>
    Promise.all(
      studyGraphs(runs).map(async ({ graph, name }) => ({
        name: `${name}.png`,
        content: await formatPng(graph),
      })),
    ),
};
