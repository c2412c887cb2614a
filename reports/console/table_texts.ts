import { inOneLine } from "../one_line.ts";
import {
  type Cell,
  cellText,
  hasFigures,
  type ReportTable,
} from "../report_table.ts";
import { sparkline } from "../sparkline.ts";
import type { ColumnWidths } from "./fitted_columns.ts";
import { leastWidthOf, widthOf } from "./terminal_text.ts";

/** Words are not made narrower than this, or a third of the terminal. */
const LEAST_WIDTH = 16;

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

  /** How wide the columns are; figures wrap between a value and its spread or multiple. */
  widths(room: number, figuresWrap: boolean): ColumnWidths[] {
    const narrow = Math.max(LEAST_WIDTH, Math.floor(room / 3));
    return this.table.columns.map((column, index) => {
      const texts = this.rows.map((row) => row[index]);
      const name = this.header[index];
      const isNumeric = hasFigures(this.table, index);
      const most = widest([name, ...texts], widthOf);
      const least = isNumeric
        ? Math.max(
          leastWidthOf(name),
          widest(texts, figuresWrap ? leastWidthOf : widthOf),
        )
        : Math.min(most, narrow);
      // Where some figures wrap, all do: rows then look alike.
      const isFixed = figuresWrap && isNumeric;
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
