import { inOneLine } from "../one_line.ts";
import { Table } from "@cliffy/table";
import {
  type Cell,
  cellText,
  hasFigures,
  isFailure,
  type ReportTable,
} from "../report_table.ts";
import type { ConsoleStyle } from "./console_style.ts";
import {
  type ColumnWidths,
  fitColumns,
  type FittedColumn,
  GAP,
  importantColumns,
} from "./fitted_columns.ts";
import { sparkline } from "../sparkline.ts";
import {
  indented,
  leastWidthOf,
  NO_BREAK_SPACE,
  widthOf,
  wrap,
} from "./terminal_text.ts";

/** How far tables stand from the left edge. */
const INDENT = 2;
/** Words are not made narrower than this, or a third of the terminal. */
const LEAST_WIDTH = 16;
/** A table with more rows than `most` is too long for a terminal, which shows so many of them. */
const LENGTH = { most: 32, shown: 10 };
/** The same of tables for those who look closer. */
const DETAIL_LENGTH = { most: 10, shown: 5 };

/** Where and how tables are drawn. */
export interface ConsolePage {
  /** Columns of the terminal; `Infinity` where there is none. */
  readonly width: number;
  /** How texts look. */
  readonly style: ConsoleStyle;
  /** What the floors of the report are called: their rows and columns stand back. */
  readonly floors: ReadonlySet<string>;
}

/**
 * A table as lines, without its title. On a terminal, it fits: long tables are
 * shortened, columns that matter less are left out, figures wrap, and if that is
 * not enough, each row becomes a block of lines. What is missing is told.
 */
export function consoleTable(table: ReportTable, page: ConsolePage): string[] {
  const { isDetail, note, rows } = table;
  const { most, shown } = isDetail ? DETAIL_LENGTH : LENGTH;
  const isLong = page.width < Infinity && rows.length > most;
  const { lines, missing } = drawGrid(
    new Grid(isLong ? { ...table, rows: rows.slice(0, shown) } : table),
    page,
  );
  const line = (text: string) => indented(text, page.width, INDENT);
  return [
    ...note === undefined ? [] : line(inOneLine(note)),
    ...lines,
    ...isLong
      ? line(`The first ${shown} of ${rows.length}; the document has all.`)
      : [],
    ...missing.length === 0 ? [] : line(`No room for ${missing.join(", ")}.`),
  ];
}

/** The texts of a table. */
class Grid {
  readonly table: ReportTable;
  readonly header: readonly string[];
  readonly texts: readonly (readonly string[])[];

  constructor(table: ReportTable) {
    this.table = table;
    this.header = table.columns.map(({ name }) => inOneLine(name));
    this.texts = table.rows.map((row) => row.map(consoleText));
  }

  /** How wide the columns are; figures wrap between a value and its spread or multiple. */
  widths(room: number, figuresWrap: boolean): ColumnWidths[] {
    const narrow = Math.max(LEAST_WIDTH, Math.floor(room / 3));
    return this.table.columns.map((column, index) => {
      const texts = this.texts.map((row) => row[index]);
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

function drawGrid(
  grid: Grid,
  page: ConsolePage,
): { readonly lines: string[]; readonly missing: readonly string[] } {
  const room = page.width - INDENT;
  const missing = (shown: readonly number[]): string[] =>
    grid.header.filter((_name, index) => !shown.includes(index));
  for (const figuresWrap of [false, true]) {
    const fitted = fitColumns(grid.widths(room, figuresWrap), room);
    if (fitted === undefined) continue;
    const lines = alignedLines(grid, fitted, page);
    return { lines, missing: missing(fitted.map(({ index }) => index)) };
  }
  const left = importantColumns(grid.widths(room, true), room);
  return { lines: blockLines(grid, left, page), missing: missing(left) };
}

function alignedLines(
  grid: Grid,
  columns: readonly FittedColumn[],
  page: ConsolePage,
): string[] {
  const line = (row: readonly string[], rowIndex: number) =>
    columns.map(({ index, width }) =>
      styled(wrap(row[index], width), grid, page, rowIndex, index)
    );
  // The header is a row like others: it stands where its column does.
  return new Table<string[]>()
    .body([line(grid.header, HEADER), ...grid.texts.map(line)])
    .columns(columns.map(({ index }) => ({
      align: hasFigures(grid.table, index) ? "right" : "left",
    })))
    .padding(GAP)
    .indent(INDENT)
    .toString()
    .split("\n")
    .map((text) => text.trimEnd());
}

/** Each row as the words that it starts with, and its figures below them. */
function blockLines(
  grid: Grid,
  columns: readonly number[],
  page: ConsolePage,
): string[] {
  const { header, texts } = grid;
  const count = columns.findIndex((index) => hasFigures(grid.table, index));
  const words = count < 0 ? columns : columns.slice(0, count);
  const figures = columns.slice(words.length);
  return texts.flatMap((row, rowIndex) => {
    const cell = (index: number, text: string): string => {
      const unbroken = text.replaceAll(" ", NO_BREAK_SPACE);
      return styled(unbroken, grid, page, rowIndex, index);
    };
    const title = words.map((index) => cell(index, row[index])).join("  ");
    const named = figures
      .map((index) => cell(index, `${header[index]} ${row[index]}`));
    return [
      ...indented(title, page.width, INDENT),
      ...named.length === 0
        ? []
        : indented(named.join(", "), page.width, 2 * INDENT),
    ];
  });
}

/** Stands for the row of the columns' names. */
const HEADER = -1;

/** What is a floor stands back, what failed stands out. */
function styled(
  text: string,
  { header, table, texts }: Grid,
  { floors, style }: ConsolePage,
  row: number,
  column: number,
): string {
  const isFloor = floors.has(header[column]) ||
    row !== HEADER && floors.has(texts[row][0]);
  if (isFloor) return style("floor", text);
  const cell = row === HEADER ? undefined : table.rows[row][column];
  const hasFailed = isFailure(table.columns[column], cell);
  return hasFailed ? style("failure", text) : text;
}

function consoleText(cell: Cell): string {
  if (typeof cell === "object" && "shape" in cell) return sparkline(cell.shape);
  return inOneLine(cellText(cell));
}
