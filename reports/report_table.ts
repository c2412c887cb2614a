import { formatPercent } from "../units/units.ts";
import { formatQuantity, type Quantity } from "../units/quantity.ts";

/** A number in a table: formats write it in their own way, and sort by it. */
export interface Figure {
  /** In the unit of its quantity. */
  readonly value: number;
  /** What it measures. */
  readonly quantity: Quantity;
  /** Its standard deviation, as a part of the value. */
  readonly spread?: number;
  /** How many times another value it is: the floor's, as the table says. */
  readonly multiple?: number;
  /** Whether it is a change, which is written with its sign. Default `false`. */
  readonly isChange?: boolean;
}

/** How samples are spread, to be seen at a glance: a small picture of these heights. */
export interface Shape {
  /** Of any unit, at least 0. */
  readonly shape: readonly number[];
}

/** What stands in a table; `undefined` where nothing was measured. */
export type Cell = string | Figure | Shape | undefined;

/** A column of a table. */
export interface Column {
  /** What stands above it. */
  readonly name: string;
  /** What goes where there is no room: `"detail"` first, then `"useful"`. Default: stays. */
  readonly importance?: "useful" | "detail";
  /**
   * Whether it tells of failures: figures above 0 stand out, and words that begin
   * with {@linkcode FAILED}. Default `false`.
   */
  readonly tellsFailures?: boolean;
}

/** A table of a report: each format draws it in its own way. */
export interface ReportTable {
  /** What it is about. */
  readonly title: string;
  /** How to read it. */
  readonly note?: string;
  /** Whether it is for those who look closer: what is short may leave it out. Default `false`. */
  readonly isDetail?: boolean;
  /** What its columns are about. */
  readonly columns: readonly Column[];
  /** As many cells each as there are columns. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A number as a cell; empty if it was not measured. */
export function figure(
  value: number | undefined,
  quantity: Quantity,
  more: Pick<Figure, "spread" | "multiple" | "isChange"> = {},
): Cell {
  return value === undefined ? undefined : { value, quantity, ...more };
}

/** Columns of which there is no more to say than their names. */
export function columnsNamed(...names: readonly string[]): Column[] {
  return names.map((name) => ({ name }));
}

/** Whether a cell is a number. */
export function isFigure(cell: Cell): cell is Figure {
  return typeof cell === "object" && "value" in cell;
}

/** How words begin that tell of a failure. */
export const FAILED = "failed";

/** Whether a cell tells of failures, and there were some. */
export function isFailure({ tellsFailures }: Column, cell: Cell): boolean {
  if (tellsFailures !== true) return false;
  return typeof cell === "string"
    ? cell.startsWith(FAILED)
    : isFigure(cell) && cell.value > 0;
}

/** Whether a column has numbers: they stand at the right, and words at the left. */
export function hasFigures({ rows }: ReportTable, column: number): boolean {
  return column > 0 && rows.some((row) => isFigure(row[column]));
}

/** A table without the columns that no row has anything in. */
export function withoutEmptyColumns(table: ReportTable): ReportTable {
  const { columns, rows } = table;
  if (rows.length === 0) return table;
  const filled = columns.map((_column, i) =>
    rows.some((row) => row[i] !== undefined)
  );
  return {
    ...table,
    columns: columns.filter((_column, i) => filled[i]),
    rows: rows.map((row) => row.filter((_cell, i) => filled[i])),
  };
}

/** A cell in words, without a picture. */
export function cellText(cell: Cell): string {
  if (cell === undefined) return "–";
  if (typeof cell === "string") return cell;
  if ("shape" in cell) return "";
  const { isChange, multiple, quantity, spread, value } = cell;
  return [
    isChange
      ? signOf(value) + formatQuantity(Math.abs(value), quantity)
      : formatQuantity(value, quantity),
    ...spread === undefined ? [] : [`± ${formatPercent(spread)}`],
    // Nothing is a multiple of a floor of zero.
    ...multiple === undefined || !Number.isFinite(multiple)
      ? []
      : [`(${formatQuantity(multiple, "ratio")})`],
  ].join(" ");
}

function signOf(value: number): string {
  return value === 0 ? "" : value < 0 ? "−" : "+";
}
