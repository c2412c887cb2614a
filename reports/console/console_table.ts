import { Table } from "@cliffy/table";
import { type Cell, cellText, type ReportTable } from "../report_table.ts";
import type { ConsoleStyle } from "./console_style.ts";
import { fitColumns, type FittedColumn, GAP } from "./fitted_columns.ts";
import { sparkline } from "./sparkline.ts";
import { indented, inOneLine, widthOf, wrap } from "./terminal_text.ts";

/** How far tables stand from the left edge. */
const INDENT = 2;
/** Keeps a name and its figure on one line, as far as that can be. */
const NO_BREAK = "\u00a0";
/** A table with more rows than this is too long for a terminal. */
const MOST_ROWS = 32;
/** So many rows are shown of it. */
const SHOWN_ROWS = 10;

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
 * shortened, columns that matter less are left out, and if that is not enough,
 * each row becomes a block of lines. What is missing is told.
 */
export function consoleTable(table: ReportTable, page: ConsolePage): string[] {
  const { columns, note, rows } = table;
  const isLong = page.width < Infinity && rows.length > MOST_ROWS;
  const shown = isLong ? rows.slice(0, SHOWN_ROWS) : rows;
  const header = columns.map(({ name }) => inOneLine(name));
  const texts = shown.map((row) => row.map(consoleText));
  const { fitted, fits } = fitColumns(
    columns.map((column, index) => ({
      ...column,
      width: Math.max(...[header, ...texts].map((row) => widthOf(row[index]))),
      wraps: isText(shown, index),
    })),
    page.width - INDENT,
  );
  const grid: Grid = {
    table: { ...table, rows: shown },
    header,
    texts,
    fitted,
  };
  const missing = header.filter((_name, i) =>
    !fitted.some(({ index }) => index === i)
  );
  return [
    ...note === undefined ? [] : indented(inOneLine(note), page.width, INDENT),
    ...fits ? alignedLines(grid, page) : blockLines(grid, page),
    ...isLong
      ? indented(
        `The first ${SHOWN_ROWS} of ${rows.length}; the document has all.`,
        page.width,
        INDENT,
      )
      : [],
    ...missing.length === 0
      ? []
      : indented(`No room for ${missing.join(", ")}.`, page.width, INDENT),
  ];
}

/** A table whose columns are chosen. */
interface Grid {
  readonly table: ReportTable;
  readonly header: readonly string[];
  readonly texts: readonly (readonly string[])[];
  readonly fitted: readonly FittedColumn[];
}

function alignedLines(grid: Grid, page: ConsolePage): string[] {
  const { fitted, header, table, texts } = grid;
  const line = (row: readonly string[], rowIndex: number | undefined) =>
    fitted.map(({ index, width }) =>
      styled(wrap(row[index], width), grid, page, rowIndex, index)
    );
  // The header is a row like others: it stands where its column does.
  return new Table<string[]>()
    .body([line(header, undefined), ...texts.map(line)])
    .columns(fitted.map(({ index }) => ({
      align: isText(table.rows, index) ? "left" : "right",
    })))
    .padding(GAP)
    .indent(INDENT)
    .toString()
    .split("\n")
    .map((text) => text.trimEnd());
}

/** Each row as the words that it starts with, and its figures below them. */
function blockLines(grid: Grid, page: ConsolePage): string[] {
  const { fitted, header, table, texts } = grid;
  const indices = fitted.map(({ index }) => index);
  const count = indices.findIndex((index) => !isText(table.rows, index));
  const words = count < 0 ? indices : indices.slice(0, count);
  const figures = indices.slice(words.length);
  return texts.flatMap((row, rowIndex) => {
    const cell = (index: number, text: string): string =>
      styled(text.replaceAll(" ", NO_BREAK), grid, page, rowIndex, index);
    const title = words.map((index) => cell(index, row[index])).join("  ");
    const named = figures
      .map((index) => cell(index, `${header[index]} ${row[index]}`));
    return [
      ...indented(title, page.width, INDENT),
      ...indented(named.join(", "), page.width, 2 * INDENT),
    ].map((line) => line.replaceAll(NO_BREAK, " "));
  });
}

/** What is a floor stands back, what failed stands out. */
function styled(
  text: string,
  { header, table, texts }: Grid,
  { floors, style }: ConsolePage,
  rowIndex: number | undefined,
  column: number,
): string {
  const isFloor = floors.has(header[column]) ||
    rowIndex !== undefined && floors.has(texts[rowIndex][0]);
  if (isFloor) return style("floor", text);
  const cell = rowIndex === undefined
    ? undefined
    : table.rows[rowIndex][column];
  const hasFailed = table.columns[column].tellsFailures && isAboveNothing(cell);
  return hasFailed ? style("failure", text) : text;
}

function isAboveNothing(cell: Cell): boolean {
  return typeof cell === "object" && "value" in cell && cell.value > 0;
}

/** Words stand at the left, figures at the right. */
function isText(rows: ReportTable["rows"], column: number): boolean {
  return column === 0 ||
    rows.every((row) =>
      typeof row[column] !== "object" || "shape" in row[column]
    );
}

function consoleText(cell: Cell): string {
  if (typeof cell === "object" && "shape" in cell) return sparkline(cell.shape);
  return inOneLine(cellText(cell));
}
