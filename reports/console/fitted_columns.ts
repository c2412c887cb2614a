import type { Column } from "../report_table.ts";

/** Spaces between two columns. */
export const GAP = 2;

/** What goes first where there is no room. */
const GIVING_WAY = ["detail", "useful"] as const;

/** How much room a column takes. */
export interface ColumnWidths extends Pick<Column, "importance"> {
  /** With each of its texts on one line. */
  readonly most: number;
  /** With its texts wrapped as far as they can be read. */
  readonly least: number;
}

/** A column that has a place. */
export interface FittedColumn {
  /** Which of the table's columns it is. */
  readonly index: number;
  /** How wide its texts may be. */
  readonly width: number;
}

/**
 * The columns that there is room for: first texts wrap, then what matters less
 * gives way, the leftmost first, as the right end of a row tells most of its
 * tail; `undefined` if that is not enough.
 */
export function fitColumns(
  columns: readonly ColumnWidths[],
  room: number,
): readonly FittedColumn[] | undefined {
  const wide = columns.map(({ most }, index) => ({ index, width: most }));
  if (totalWidth(wide) <= room) return wide;
  const left = importantColumns(columns, room);
  const narrow = left.map((index) => ({ index, width: columns[index].least }));
  let spare = room - totalWidth(narrow);
  if (spare < 0) return undefined;
  return narrow.map(({ index, width }) => {
    const more = Math.min(spare, columns[index].most - width);
    spare -= more;
    return { index, width: width + more };
  });
}

/** Which columns are left when no more give way than have to, or can. */
export function importantColumns(
  columns: readonly ColumnWidths[],
  room: number,
): readonly number[] {
  const left = new Map(
    columns.map(({ least }, index) => [index, { index, width: least }]),
  );
  for (const importance of GIVING_WAY) {
    for (const [index, column] of columns.entries()) {
      if (totalWidth([...left.values()]) <= room) break;
      if (column.importance === importance) left.delete(index);
    }
  }
  return [...left.keys()];
}

function totalWidth(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP, -GAP);
}
