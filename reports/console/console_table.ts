import { Table } from "@cliffy/table";
import { inOneLine } from "../../units/one_line.ts";
import { hasFigures, isFailure, type ReportTable } from "../report_table.ts";
import type { ConsolePage } from "./console_page.ts";
import {
  fitColumns,
  type FittedColumn,
  GAP,
  importantColumns,
} from "./fitted_columns.ts";
import { TableTexts, type Wrapping } from "./table_texts.ts";
import { indented, NO_BREAK_SPACE, wrap } from "./terminal_text.ts";

/** How far tables stand from the left edge. */
const INDENT = 2;
/** A table with more rows than `most` is too long for a terminal, which shows so many of them. */
const LENGTH = { most: 32, shown: 10 };
/** The same of tables for those who look closer. */
const DETAIL_LENGTH = { most: 10, shown: 5 };
/** Texts that wrapped further could not be read. */
const NARROWEST: Wrapping = { words: 16, figures: true };

/**
 * A table as lines, without its title. On a terminal, it fits: long tables are
 * shortened, columns that matter less are left out, figures wrap, and if that is
 * not enough, each row becomes a block of lines. What is missing is told.
 */
export function consoleTable(table: ReportTable, page: ConsolePage): string[] {
  const { isDetail, note, rows } = table;
  const { most, shown } = isDetail ? DETAIL_LENGTH : LENGTH;
  const isLong = page.width < Infinity && rows.length > most;
  const { lines, missing } = drawTable(
    new TableTexts(isLong ? { ...table, rows: rows.slice(0, shown) } : table),
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

function drawTable(
  texts: TableTexts,
  page: ConsolePage,
): { readonly lines: string[]; readonly missing: readonly string[] } {
  const room = page.width - INDENT;
  const missing = (shown: readonly number[]): string[] =>
    texts.header.filter((name, index) => name !== "" && !shown.includes(index));
  for (const wrapping of wrappings(room)) {
    const fitted = fitColumns(texts.widths(wrapping), room);
    if (fitted === undefined) continue;
    const lines = alignedLines(texts, fitted, page);
    return { lines, missing: missing(fitted.map(({ index }) => index)) };
  }
  const left = importantColumns(texts.widths(NARROWEST), room);
  return { lines: blockLines(texts, left, page), missing: missing(left) };
}

/** How texts may wrap, one after another, until a table fits. */
function wrappings(room: number): readonly Wrapping[] {
  const words = Math.max(NARROWEST.words, Math.floor(room / 3));
  return [{ words, figures: false }, { words, figures: true }, NARROWEST];
}

function alignedLines(
  texts: TableTexts,
  columns: readonly FittedColumn[],
  page: ConsolePage,
): string[] {
  const line = (row: readonly string[], rowIndex: number) =>
    columns.map(({ index, width }) =>
      styled(wrap(row[index], width), texts, page, rowIndex, index)
    );
  const header = line(texts.header, HEADER);
  const height = Math.max(...header.map(heightOf));
  // The header is a row like others: it stands where its column does, and on it.
  return new Table<string[]>()
    .body([
      header.map((name) => "\n".repeat(height - heightOf(name)) + name),
      ...texts.rows.map(line),
    ].flatMap(oneLineRows))
    .columns(columns.map(({ index }) => ({
      align: hasFigures(texts.table, index) ? "right" : "left",
    })))
    .padding(GAP)
    .indent(INDENT)
    .toString()
    .split("\n")
    .map((text) => text.trimEnd());
}

/** A row for each line of a row's texts, as tables of tall cells take long to draw. */
function oneLineRows(row: readonly string[]): string[][] {
  const lines = row.map((text) => text.split("\n"));
  return Array.from(
    { length: Math.max(...row.map(heightOf)) },
    (_, i) => lines.map((ofText) => ofText[i] ?? ""),
  );
}

function heightOf(text: string): number {
  return text.split("\n").length;
}

/** Each row as the words that it starts with, and its figures below them. */
function blockLines(
  texts: TableTexts,
  columns: readonly number[],
  page: ConsolePage,
): string[] {
  const count = columns.findIndex((index) => hasFigures(texts.table, index));
  const words = count < 0 ? columns : columns.slice(0, count);
  const figures = columns.slice(words.length);
  return texts.rows.flatMap((row, rowIndex) => {
    const title = words
      .map((index) => styled(row[index], texts, page, rowIndex, index))
      .join("  ");
    const named = figures.map((index) => {
      const figure = `${texts.header[index]} ${row[index]}`.trim();
      const unbroken = figure.replaceAll(" ", NO_BREAK_SPACE);
      return styled(unbroken, texts, page, rowIndex, index);
    });
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
  { header, rows, table }: TableTexts,
  { floors, style }: ConsolePage,
  row: number,
  column: number,
): string {
  const isFloor = floors.has(header[column]) ||
    row !== HEADER && floors.has(rows[row][0]);
  if (isFloor) return style("floor", text);
  const cell = row === HEADER ? undefined : table.rows[row][column];
  const hasFailed = isFailure(table.columns[column], cell);
  return hasFailed ? style("failure", text) : text;
}
