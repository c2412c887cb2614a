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
import { portableSvg } from "./_portable_svg.ts";
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
${portableSvg(drawnContent(sized), prefix)}
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
    const svg = chart.renderToSVGString();
    return svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).trim();
  } finally {
    // Until then, it goes on looking for something to animate.
    chart.dispose();
  }
}
