import type {
  LegendComponentOption,
  TitleComponentOption,
} from "echarts/components";
import { counted } from "../../units/counted.ts";
import { PALETTES } from "../palette.ts";
import type { GraphPart } from "./_graph_content.ts";
import { FONT_SIZE, LINE_HEIGHT, MARGIN, WIDTH } from "./_graph_size.ts";
import {
  packedRows,
  printable,
  printableName,
  textWidth,
  wrapped,
} from "./_graph_text.ts";
import type { Graph } from "./study_graphs.ts";

const { muted, text } = PALETTES.light;

/** Pixels of the title's letters. */
const TITLE_FONT_SIZE = 17;

/** Pixels between title and note. */
const TITLE_GAP = 8;

/** Pixels between the note and the legend. */
const LEGEND_MARGIN = 6;

/** Pixels of the line, or the box, beside a name in the legend. */
const MARK_WIDTH = 28;

/** Pixels between them, as ECharts has it. */
const MARK_GAP = 8;

/** Pixels between the names in the legend. */
const LEGEND_GAP = 30;

/** What stands above a graph, in ECharts' words. */
export interface GraphHeader {
  /** Title and note. */
  readonly title: TitleComponentOption;
  /** Its rows: ECharts itself would not tell how many it makes. */
  readonly legend: readonly LegendComponentOption[];
  /** Pixels from the upper edge to below the legend. */
  readonly height: number;
}

/** Title, note and legend, one below the other. */
export function graphHeader(
  { note, title }: Graph,
  parts: readonly GraphPart[],
): GraphHeader {
  const lines = noteLines(note, parts);
  const top = MARGIN + TITLE_FONT_SIZE + TITLE_GAP + LINE_HEIGHT * lines.length;
  const legendTop = top + LEGEND_MARGIN;
  const rows = legendRows(parts);
  return {
    title: titleOption(title, lines),
    legend: rows.map((row, i) =>
      legendOption(row, legendTop + i * LINE_HEIGHT)
    ),
    height: legendTop + rows.length * LINE_HEIGHT,
  };
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
      `${counted(leftOut, "value has", "values have")} no place ` +
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
    ([, name]) =>
      MARK_WIDTH + MARK_GAP + textWidth(name, FONT_SIZE) + LEGEND_GAP,
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
    itemGap: TITLE_GAP,
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
