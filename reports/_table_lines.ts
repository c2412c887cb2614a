import { Table } from "@cliffy/table";
import { cellText, type ReportTable } from "./report_table.ts";

/** A table of a report as lines of text, without its title. */
export function tableLines({ columns, note, rows }: ReportTable): string[] {
  const table = new Table()
    .header(columns.map(({ name }) => name))
    .body(rows.map((row) => row.map(cellText)))
    .align("right")
    .column(0, { align: "left" })
    .padding(2)
    .indent(2)
    .toString();
  return note === undefined ? [table] : [`  ${note}`, table];
}
