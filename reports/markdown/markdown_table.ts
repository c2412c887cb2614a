import {
  type Cell,
  cellText,
  hasFigures,
  isFailure,
  type ReportTable,
} from "../report_table.ts";
import { sparkline } from "../sparkline.ts";
import { markdownText } from "./markdown_text.ts";

/** The columns and rows of a table as GitHub's Markdown has them. */
export function markdownTable(table: ReportTable): string {
  const { columns, rows } = table;
  return [
    row(columns.map(({ name }) => markdownText(name))),
    row(columns.map((_column, i) => hasFigures(table, i) ? "--:" : ":--")),
    ...rows.map((cells) =>
      row(
        cells.map((cell, i) =>
          isFailure(columns[i], cell)
            ? `**${markdownCell(cell)}**`
            : markdownCell(cell)
        ),
      )
    ),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function markdownCell(cell: Cell): string {
  if (typeof cell === "object" && "shape" in cell) return sparkline(cell.shape);
  return markdownText(cellText(cell));
}
