import { inOneLine } from "./console/terminal_text.ts";
import { cellText, type ReportTable } from "./report_table.ts";

/** What others wrote, so that Markdown takes none of it for markup, in one line. */
export function markdownText(text: string): string {
  return inOneLine(text)
    .replaceAll(/[\\`*[\]<>|~#!]/g, (mark) => `\\${mark}`)
    // A name with this before it would tell someone who has nothing to do with it.
    .replaceAll("@", "@\u2060");
}

/** A table as GitHub's Markdown has it, without its title. */
export function markdownTable({ columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ name }) => markdownText(name))),
    line(columns.map((_column, i) => isNumeric(rows, i) ? "--:" : "---")),
    ...rows.map((row) => line(row.map((cell) => markdownText(cellText(cell))))),
  ].join("\n");
}

function isNumeric(rows: ReportTable["rows"], column: number): boolean {
  return rows.some((row) => typeof row[column] === "object");
}
