import { inOneLine } from "../../units/one_line.ts";
import {
  type Cell,
  cellText,
  hasFigures,
  type ReportTable,
} from "../report_table.ts";
import { sparkline } from "../sparkline.ts";
import type { ColumnWidths } from "./fitted_columns.ts";
import { leastWidthOf, widthOf } from "./terminal_text.ts";

/** How far the texts of a table wrap. */
export interface Wrapping {
  /** How wide words are at least. */
  readonly words: number;
  /** Whether figures wrap too, between a value and its spread or multiple. */
  readonly figures: boolean;
}

/** A table as texts that a terminal can show. */
export class TableTexts {
  /** What it says. */
  readonly table: ReportTable;
  /** The names of its columns. */
  readonly header: readonly string[];
  /** Row by row. */
  readonly rows: readonly (readonly string[])[];

  /** Writes out all cells. */
  constructor(table: ReportTable) {
    this.table = table;
    this.header = table.columns.map(({ name }) => inOneLine(name));
    this.rows = table.rows.map((row) => row.map(consoleText));
  }

  /** How wide the columns are at most, and at least. */
  widths({ figures, words }: Wrapping): ColumnWidths[] {
    return this.table.columns.map((column, index) => {
      const texts = this.rows.map((row) => row[index]);
      const name = this.header[index];
      const isNumeric = hasFigures(this.table, index);
      const most = widest([name, ...texts], widthOf);
      const least = isNumeric
        ? Math.max(
          leastWidthOf(name),
          widest(texts, figures ? leastWidthOf : widthOf),
        )
        : Math.min(most, words);
      // Where some figures wrap, all do: rows then look alike.
      const isFixed = figures && isNumeric;
      return { ...column, least, most: isFixed ? least : most };
    });
  }
}

/** How wide the widest of some texts is. */
function widest(
  texts: readonly string[],
  width: (text: string) => number,
): number {
  return texts.reduce((most, text) => Math.max(most, width(text)), 0);
}

function consoleText(cell: Cell): string {
  if (typeof cell === "object" && "shape" in cell) return sparkline(cell.shape);
  return inOneLine(cellText(cell));
}
