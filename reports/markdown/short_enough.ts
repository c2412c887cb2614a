import type { ReportSection } from "../report_section.ts";
import type { Cell, Column, ReportTable } from "../report_table.ts";

/** Something that a report that has to be short can do without. */
interface Saving {
  /** What is left out. */
  readonly leaves: string;
  /** A section without it. */
  readonly apply: (section: ReportSection) => ReportSection;
}

/** Rows, lines and characters that are left of what is very long. */
const FEW_ROWS = 5;
const FEW_LINES = 20;
const SHORT_TEXT = 200;

/** What sections do without, what matters least first. */
const SAVINGS: readonly Saving[] = [
  {
    leaves: "tables of detail",
    apply: (section) => ({
      ...section,
      tables: section.tables.filter(({ isDetail }) => !isDetail),
    }),
  },
  { leaves: "columns of detail", apply: withoutColumns("detail") },
  { leaves: "further columns", apply: withoutColumns("useful") },
  { leaves: "rows of long tables", apply: inTables(withFewRows) },
  {
    leaves: "long texts",
    apply: (section) =>
      inTables(withShortTexts)({
        ...section,
        lines: section.lines.slice(0, FEW_LINES).map(shortened),
      }),
  },
];

/**
 * The most of some sections that is short enough when it is drawn; `draw` is told
 * what was left out. What matters least goes first: details, then sections from
 * the end, but for verdicts and those that say what the numbers are worth.
 */
export function shortEnough(
  sections: readonly ReportSection[],
  mostCharacters: number,
  draw: (
    sections: readonly ReportSection[],
    leaves: readonly string[],
  ) => string,
): string {
  const leaves: string[] = [];
  let left = sections;
  for (const saving of SAVINGS) {
    // What is far too long is not drawn only to be measured.
    if (leastLength(left) <= mostCharacters) {
      const text = draw(left, leaves);
      if (text.length <= mostCharacters) return text;
    }
    leaves.push(saving.leaves);
    left = left.map(saving.apply);
  }
  let text = draw(left, leaves);
  for (const section of left.slice(1).toReversed()) {
    if (text.length <= mostCharacters) return text;
    if (section.alarming || section.isVerdict) continue;
    leaves.push(`“${section.title}”`);
    left = left.filter((it) => it !== section);
    text = draw(left, leaves);
  }
  return cutOff(text, mostCharacters);
}

/** The characters that tables take whatever stands in them: each cell has a bar and two spaces. */
function leastLength(sections: readonly ReportSection[]): number {
  return sections.flatMap(({ tables }) => tables).reduce(
    (sum, { columns, rows }) => sum + rows.length * (3 * columns.length + 1),
    0,
  );
}

/** The lines of a text that there is room for. */
function cutOff(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const end = text.lastIndexOf("\n", mostCharacters - 1);
  return text.slice(0, end + 1);
}

function inTables(
  change: (table: ReportTable) => ReportTable,
): (section: ReportSection) => ReportSection {
  return (section) => ({ ...section, tables: section.tables.map(change) });
}

/** Sections without the columns that matter so little. */
export function withoutColumns(
  importance: NonNullable<Column["importance"]>,
): (section: ReportSection) => ReportSection {
  return inTables((table) => {
    const isLeft = table.columns.map((column) =>
      column.importance !== importance
    );
    return {
      ...table,
      columns: table.columns.filter((_column, i) => isLeft[i]),
      rows: table.rows.map((row) => row.filter((_cell, i) => isLeft[i])),
    };
  });
}

function withFewRows(table: ReportTable): ReportTable {
  return { ...table, rows: table.rows.slice(0, FEW_ROWS) };
}

function withShortTexts(table: ReportTable): ReportTable {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: shortened(column.name),
    })),
    rows: table.rows.map((row) => row.map(withShortText)),
  };
}

function withShortText(cell: Cell): Cell {
  return typeof cell === "string" ? shortened(cell) : cell;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= SHORT_TEXT
    ? text
    : `${characters.slice(0, SHORT_TEXT - 1).join("")}…`;
}
