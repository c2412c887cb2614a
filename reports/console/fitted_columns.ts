import type { Column } from "../report_table.ts";

/** Spaces between two columns. */
export const GAP = 2;
/** A column of words is not made narrower than this before others go. */
const LEAST_WRAPPED = 16;

/** What goes first where there is no room. */
const GIVING_WAY = ["detail", "useful"] as const;

/** A column as it would stand if there were room. */
export interface WideColumn extends Column {
  /** How wide the widest of its texts is. */
  readonly width: number;
  /** Whether its texts are words, which may go on in the next line. */
  readonly wraps: boolean;
}

/** A column that has a place. */
export interface FittedColumn {
  /** Which of the table's columns it is. */
  readonly index: number;
  /** How wide its texts may be. */
  readonly width: number;
}

/**
 * The columns that so much room is enough for: those that matter less give way,
 * the leftmost first, as the right end of a row tells most of its tail. The rest
 * does not fit if even words cannot wrap any further.
 */
export function fitColumns(
  columns: readonly WideColumn[],
  room: number,
): { readonly fitted: readonly FittedColumn[]; readonly fits: boolean } {
  const wide = columns.map(({ width }, index) => ({ index, width }));
  if (totalWidth(wide) <= room) return { fitted: wide, fits: true };
  const least = Math.max(LEAST_WRAPPED, Math.floor(room / 3));
  let fitted = wide.map(({ index, width }) => ({
    index,
    width: columns[index].wraps ? Math.min(width, least) : width,
  }));
  for (const importance of GIVING_WAY) {
    for (const [leaving, column] of columns.entries()) {
      if (totalWidth(fitted) <= room) break;
      if (column.importance !== importance) continue;
      fitted = fitted.filter(({ index }) => index !== leaving);
    }
  }
  const spare = room - totalWidth(fitted);
  if (spare < 0) return { fitted, fits: false };
  return { fitted: widened(fitted, columns, spare), fits: true };
}

/** Gives what room is left to the column that lacks most. */
function widened(
  fitted: readonly FittedColumn[],
  columns: readonly WideColumn[],
  spare: number,
): FittedColumn[] {
  const lackOf = ({ index, width }: FittedColumn): number =>
    columns[index].width - width;
  const [most] = fitted.toSorted((a, b) => lackOf(b) - lackOf(a));
  return fitted.map((column) =>
    column === most
      ? { ...column, width: column.width + Math.min(spare, lackOf(column)) }
      : column
  );
}

function totalWidth(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP, -GAP);
}
