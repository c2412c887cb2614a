import Canvas from "cli-table3";
import { firstLine, width, wrap } from "./_text.ts";

/** What a cell holds. */
export type CellType = string | number;

/** A row of cells. */
export type RowType = (CellType | undefined)[];

/** Where the text of a cell stands in it. */
export type Direction = "left" | "right" | "center";

/** What can be set for one column. */
export interface ColumnOptions {
  /** Where the text stands in the column's body. */
  align?: Direction;
  /** How wide its text may be before it wraps. */
  maxWidth?: number;
  /** How many spaces stand beside its text. */
  padding?: number;
}

/** Chars of cli-table3 that leave no line of a border on the page. */
const BORDERLESS: Record<Canvas.CharName, string> = {
  "top": "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  "bottom": "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  "left": "",
  "left-mid": "",
  "mid": "",
  "mid-mid": "",
  "right": "",
  "right-mid": "",
  "middle": "",
};

/** cli-table3 looks for each row at all others; without borders, slices look the same. */
const SLICE = 100;

/** An array of rows that can be drawn as a table. */
export class Table<TRow extends RowType = RowType> extends Array<TRow> {
  #header?: RowType;
  #columns: ColumnOptions[] = [];
  #border = false;
  #align: Direction = "left";
  #indent = 0;
  #padding: number | number[] = 1;
  #maxColWidth: number | number[] = Infinity;

  /** Creates a table of rows, or a copy of a table. */
  static override from<TRow extends RowType>(
    rows: TRow[] | Table<TRow>,
  ): Table<TRow> {
    const table = new Table<TRow>(...rows);
    if (rows instanceof Table) {
      table.#header = rows.#header;
      table.#columns = rows.#columns;
      table.#border = rows.#border;
      table.#align = rows.#align;
      table.#indent = rows.#indent;
      table.#padding = rows.#padding;
      table.#maxColWidth = rows.#maxColWidth;
    }
    return table;
  }

  /** Sets the header row. */
  header(header: RowType): this {
    this.#header = header;
    return this;
  }

  /** Replaces the rows. */
  body(rows: TRow[]): this {
    this.length = 0;
    for (const row of rows) this.push(row);
    return this;
  }

  /** Sets the options of all columns. */
  columns(columns: ColumnOptions[]): this {
    this.#columns = columns.map((column) => ({ ...column }));
    return this;
  }

  /** Adds to the options of one column. */
  column(index: number, column: ColumnOptions): this {
    this.#columns[index] = { ...this.#columns[index], ...column };
    return this;
  }

  /** Draws borders around all cells, or none. */
  border(enable = true): this {
    this.#border = enable;
    return this;
  }

  /** Sets how many spaces stand beside the text of each cell, or by column. */
  padding(padding: number | number[]): this {
    this.#padding = padding;
    return this;
  }

  /** Sets how far the table stands from the left edge. */
  indent(width: number): this {
    this.#indent = width;
    return this;
  }

  /** Sets where the text stands in all cells, the header's included. */
  align(direction: Direction): this {
    this.#align = direction;
    return this;
  }

  /** Sets how wide the text of all columns may be, or by column. */
  maxColWidth(width: number | number[]): this {
    this.#maxColWidth = width;
    return this;
  }

  /** Draws the table. */
  override toString(): string {
    const rows = this.#header ? [this.#header, ...this] : [...this];
    const count = greatest(rows.map((row) => row.length));
    const columns = Array.from(
      { length: count },
      (_, index) => this.#measure(index, rows, index === count - 1),
    );
    const slice = this.#border ? Math.max(1, rows.length) : SLICE;
    const slices: string[] = [];
    for (let start = 0; start === 0 || start < rows.length; start += slice) {
      const canvas = new Canvas({
        chars: this.#border ? {} : BORDERLESS,
        colWidths: columns.map(({ width, left, right }) =>
          left + width + right
        ),
        style: { head: [], border: [] },
      });
      for (const row of rows.slice(start, start + slice)) {
        const isHeader = row === this.#header;
        canvas.push(columns.map(({ width, left, right, align }, index) => ({
          content: wrap(String(row[index] ?? ""), width),
          hAlign: isHeader ? this.#align : align,
          style: { "padding-left": left, "padding-right": right },
        })));
      }
      slices.push(canvas.toString());
    }
    return slices.join("\n").replaceAll(/^(?=.)/gm, " ".repeat(this.#indent));
  }

  /** Prints the table. */
  render(): this {
    console.log(this.toString());
    return this;
  }

  #measure(index: number, rows: RowType[], isLast: boolean): Layout {
    const column = this.#columns[index];
    const padding = column?.padding ?? forColumn(this.#padding, index);
    const limit = column?.maxWidth ?? forColumn(this.#maxColWidth, index);
    const lines = rows.flatMap((row) => String(row[index] ?? "").split("\n"));
    return {
      width: Math.min(
        limit,
        greatest(lines.map((line) => width(firstLine(line, limit)))),
      ),
      left: this.#border ? padding : 0,
      right: this.#border || !isLast ? padding : 0,
      align: column?.align ?? this.#align,
    };
  }
}

interface Layout {
  width: number;
  left: number;
  right: number;
  align: Direction;
}

/** Of as many numbers as there are rows: too many for arguments. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

function forColumn(setting: number | number[], column: number): number {
  return typeof setting === "number" ? setting : setting[column];
}
