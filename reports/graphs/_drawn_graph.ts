import {
  BarChart,
  BoxplotChart,
  CustomChart,
  LineChart,
  ScatterChart,
} from "echarts/charts";
import {
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  TitleComponent,
} from "echarts/components";
import { format, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describeChart } from "../chart_description.ts";
import { graphOption, type SizedOption } from "./_graph_option.ts";
import { printable } from "./_graph_text.ts";
import type { Graph } from "./study_graphs.ts";

use([
  BarChart,
  BoxplotChart,
  CustomChart,
  GridComponent,
  LegendPlainComponent,
  LineChart,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  TitleComponent,
]);

/** How a graph is to be drawn. */
export interface DrawingOptions {
  /** What its letters are drawn with, in the words of CSS. */
  readonly fontFamily: string;
  /** How many times its size it is to be shown at. */
  readonly scale: number;
}

/** A graph as a picture in SVG: the same graph gives the same text. */
export function drawnGraph(
  graph: Graph,
  { fontFamily, scale }: DrawingOptions,
): string {
  const sized = graphOption(graph, fontFamily);
  const { height, width } = sized;
  const prefix = graph.id.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" \
height="${height * scale}" viewBox="0 0 ${width} ${height}" role="img" \
aria-labelledby="${prefix}-title ${prefix}-description">
<title id="${prefix}-title">${markup(graph.title)}</title>
<desc id="${prefix}-description">${markup(describeChart(graph))}</desc>
${withoutTraces(drawnContent(sized), prefix)}
</svg>
`;
}

function markup(text: string): string {
  return format.encodeHTML(printable(text));
}

/** What stands within the `svg` element. */
function drawnContent({ height, option, width }: SizedOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    const svg = chart.renderToSVGString(AS_A_FILE);
    return svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).trim();
  } finally {
    // Until then, it goes on looking for something to animate.
    chart.dispose();
  }
}

/** No styles for what happens under a mouse: ECharts passes on what it does not know. */
const AS_A_FILE = { useViewBox: true, cssEmphasis: false, cssAnimation: false };

/**
 * Takes from a drawing what only ECharts' scripts read, and its count of all that
 * it ever drew; and states where text stands in a way that all programs know.
 * In the drawing's texts no quotation mark is left as it is, so that what is taken
 * for an attribute is one.
 */
function withoutTraces(svg: string, prefix: string): string {
  return svg
    .replaceAll(/ ecmeta_\w+="[^"]*"| (?:class|pointer-events)="[^"]*"/g, "")
    .replaceAll(/( id="|"url\(#)zr\d+-/g, `$1${prefix}-`)
    .replaceAll(/<text [^>]*>/g, (tag) => onBaseline(tag));
}

/** How far the middle of letters is above their baseline, as a part of their size. */
const MIDDLE = 0.35;

/** Not all programs know `dominant-baseline`: the shift is the same in numbers. */
function onBaseline(tag: string): string {
  const size = Number(/font-size:([\d.]+)px/.exec(tag)?.[1]);
  const y = Number(/ y="([^"]*)"/.exec(tag)?.[1] ?? 0);
  return tag
    .replace(/ y="[^"]*"/, "")
    .replace(
      ' dominant-baseline="central"',
      ` y="${Number((y + MIDDLE * size).toFixed(2))}"`,
    );
}
