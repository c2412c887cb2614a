import type { TitleComponentOption } from "echarts/components";
import { PALETTES } from "../palette.ts";
import { barGraph } from "./_bar_graph.ts";
import { boxGraph } from "./_box_graph.ts";
import type { GraphContent, GraphOption } from "./_graph_content.ts";
import { graphHeader } from "./_graph_header.ts";
import {
  FONT_SIZE,
  LINE_HEIGHT,
  MARGIN_LEFT,
  PLOT_HEIGHT,
  PLOT_WIDTH,
  WIDTH,
} from "./_graph_size.ts";
import { lineGraph } from "./_line_graph.ts";
import type { Graph } from "./study_graphs.ts";

const { background, muted } = PALETTES.light;

/** Pixels for the vertical axis' title, above the plot. */
const ABOVE_PLOT = 32;

/** Pixels below the plot, beside its lines of text. */
const BELOW_PLOT = 22;

/** A graph in ECharts' words, and how many pixels it needs. */
export interface SizedOption {
  /** All of it. */
  readonly option: GraphOption;
  /** Pixels. */
  readonly width: number;
  /** Pixels: more, where there is more to say above the plot. */
  readonly height: number;
}

/** All of a graph, from its title down to what stands below its axis. */
export function graphOption(graph: Graph, fontFamily: string): SizedOption {
  const { linesBelow, parts, xAxis, yAxis } = contentOf(graph);
  const { height, legend, title } = graphHeader(graph, parts);
  const top = height + ABOVE_PLOT;
  const isEmpty = parts.every(({ series }) => series.length === 0);
  return {
    width: WIDTH,
    height: top + PLOT_HEIGHT + BELOW_PLOT + LINE_HEIGHT * linesBelow,
    option: {
      animation: false,
      backgroundColor: background,
      textStyle: { fontFamily },
      title: isEmpty ? [title, emptyOption(top)] : [title],
      legend: [...legend],
      grid: {
        left: MARGIN_LEFT,
        top,
        width: PLOT_WIDTH,
        height: PLOT_HEIGHT,
        outerBoundsMode: "none",
      },
      xAxis,
      yAxis,
      series: parts.flatMap(({ series }, i) =>
        // The legend knows series by their names: those of servers may be alike.
        series.map((each) => ({ ...each, name: String(i), silent: true }))
      ),
    },
  };
}

function contentOf(graph: Graph): GraphContent {
  switch (graph.kind) {
    case "lines":
      return lineGraph(graph);
    case "bars":
      return barGraph(graph);
    case "boxes":
      return boxGraph(graph);
  }
}

/** In place of what cannot be drawn. */
function emptyOption(top: number): TitleComponentOption {
  return {
    left: MARGIN_LEFT + PLOT_WIDTH / 2,
    top: top + PLOT_HEIGHT / 2,
    textAlign: "center",
    borderColor: "transparent",
    text: "Nothing was measured",
    textStyle: { color: muted, fontSize: FONT_SIZE, fontWeight: "normal" },
  };
}
