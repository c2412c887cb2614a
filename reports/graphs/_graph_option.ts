import type {
  LegendComponentOption,
  TitleComponentOption,
} from "echarts/components";
import { PALETTES } from "../palette.ts";
import { barGraph } from "./_bar_graph.ts";
import { boxGraph } from "./_box_graph.ts";
import type { GraphContent, GraphOption, GraphPart } from "./_graph_content.ts";
import {
  FONT_SIZE,
  LINE_HEIGHT,
  MARGIN,
  MARGIN_LEFT,
  PLOT_HEIGHT,
  PLOT_WIDTH,
  WIDTH,
} from "./_graph_size.ts";
import {
  packedRows,
  printable,
  printableName,
  textWidth,
  wrapped,
} from "./_graph_text.ts";
import { lineGraph } from "./_line_graph.ts";
import type { Graph } from "./study_graphs.ts";

const { background, muted, text } = PALETTES.light;

/** Pixels. */
const TITLE_FONT_SIZE = 17;
const MARK_WIDTH = 28;
const LEGEND_GAP = 30;
/** Room for an axis's title above the plot. */
const ABOVE_PLOT = 32;
/** Room below it, beside that for lines of text. */
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

/** What a graph shows, in a frame: title, note and legend, one below the other. */
export function graphOption(graph: Graph, fontFamily: string): SizedOption {
  const content = contentOf(graph);
  const note = noteLines(graph.note, content.parts);
  const legendTop = MARGIN + TITLE_FONT_SIZE + 14 + LINE_HEIGHT * note.length;
  const rows = legendRows(content.parts);
  const top = legendTop + LINE_HEIGHT * rows.length + ABOVE_PLOT;
  const isEmpty = content.parts.every(({ series }) => series.length === 0);
  return {
    width: WIDTH,
    height: top + PLOT_HEIGHT + BELOW_PLOT +
      LINE_HEIGHT * content.linesBelow,
    option: {
      animation: false,
      backgroundColor: background,
      textStyle: { fontFamily },
      title: [
        titleOption(graph.title, note),
        ...isEmpty ? [emptyOption(top)] : [],
      ],
      legend: rows.map((row, i) =>
        legendOption(row, legendTop + i * LINE_HEIGHT)
      ),
      grid: {
        left: MARGIN_LEFT,
        top,
        width: PLOT_WIDTH,
        height: PLOT_HEIGHT,
        outerBoundsMode: "none",
      },
      xAxis: content.xAxis,
      yAxis: content.yAxis,
      series: content.parts.flatMap(({ series }, i) =>
        series.map((each) => ({
          ...each,
          name: String(i),
          silent: true,
        }))
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

/** How to read the graph, and what is missing from it, in lines that fit. */
function noteLines(
  note: string | undefined,
  parts: readonly GraphPart[],
): string[] {
  const leftOut = parts.reduce((sum, part) => sum + part.leftOut, 0);
  const sentences = [
    ...note === undefined ? [] : [printable(note)],
    ...leftOut === 0 ? [] : [
      `${leftOut} ${leftOut === 1 ? "value has" : "values have"} no place ` +
      "on the axes, as 0 has none on a logarithmic one.",
    ],
  ];
  return wrapped(sentences.join(" "), FONT_SIZE, WIDTH - 2 * MARGIN);
}

/** A name in the legend: by the index of its part. */
type LegendEntry = readonly [key: string, name: string];

function legendRows(parts: readonly GraphPart[]): LegendEntry[][] {
  const entries = parts.flatMap(({ name }, i): LegendEntry[] =>
    name === undefined ? [] : [[String(i), printableName(name)]]
  );
  return packedRows(
    entries,
    ([, name]) => MARK_WIDTH + 8 + textWidth(name, FONT_SIZE) + LEGEND_GAP,
    WIDTH - 2 * MARGIN,
  );
}

function legendOption(
  entries: readonly LegendEntry[],
  top: number,
): LegendComponentOption {
  const names = new Map(entries);
  return {
    left: MARGIN,
    top,
    padding: 0,
    borderColor: "transparent",
    itemGap: LEGEND_GAP,
    itemWidth: MARK_WIDTH,
    itemHeight: 10,
    selectedMode: false,
    lineStyle: { width: "inherit" },
    itemStyle: { borderWidth: "inherit", borderType: "inherit" },
    data: [...names.keys()],
    formatter: (key) => names.get(key) ?? "",
    textStyle: { color: text, fontSize: FONT_SIZE },
  };
}

function titleOption(
  title: string,
  note: readonly string[],
): TitleComponentOption {
  return {
    left: MARGIN,
    top: MARGIN - 4,
    padding: 0,
    borderColor: "transparent",
    itemGap: 8,
    text: printable(title),
    textStyle: { color: text, fontSize: TITLE_FONT_SIZE, fontWeight: "bold" },
    subtext: note.join("\n"),
    subtextStyle: {
      color: muted,
      fontSize: FONT_SIZE,
      lineHeight: LINE_HEIGHT,
    },
  };
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
