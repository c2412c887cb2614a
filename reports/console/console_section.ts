import { inOneLine } from "../../units/one_line.ts";
import type { ReportSection } from "../report_section.ts";
import type { ReportTable } from "../report_table.ts";
import type { ConsoleRole } from "./console_style.ts";
import type { ConsolePage } from "./console_page.ts";
import { consoleTable } from "./console_table.ts";
import { indented, paragraph } from "./terminal_text.ts";
import { timeSeriesTable } from "../time_series_table.ts";

/** With more tables than this, a section is too long for a terminal. */
const MOST_TABLES = 8;

/** A section as lines: what to know first, then its tables, then how things went over time. */
export function consoleSection(
  { alarming, charts, lines, tables, title }: ReportSection,
  page: ConsolePage,
): string[] {
  const { width } = page;
  const all = [
    ...tables,
    ...charts.flatMap((chart) => timeSeriesTable(chart) ?? []),
  ];
  const drawn = width < Infinity && all.length > MOST_TABLES
    ? mainTables(all)
    : all;
  const left = all.length - drawn.length;
  return [
    ...headingLines(title, page, alarming ? "alarm" : "heading"),
    ...lines.flatMap((line) =>
      line.split("\n").flatMap((part) => paragraph(inOneLine(part), width, 2))
    ),
    ...drawn.flatMap((table, i) => [
      ...i === 0 && lines.length === 0 ? [] : [""],
      ...table.title === title || table.title === ""
        ? []
        : indented(inOneLine(table.title), width, 2)
          .map((line) => page.style("heading", line)),
      ...consoleTable(table, page),
    ]),
    ...left === 0 ? [] : [
      "",
      ...indented(
        `${left} tables of detail are left out; the document has all.`,
        width,
        2,
      ),
    ],
  ];
}

/** The tables that matter most, each of them as short as one of detail. */
function mainTables(tables: readonly ReportTable[]): ReportTable[] {
  return tables.filter(({ isDetail }) => !isDetail)
    .map((table) => ({ ...table, isDetail: true }));
}

/** A table that stands alone, under a heading of its own. */
export function consoleTableWithHeading(
  table: ReportTable,
  page: ConsolePage,
  role: ConsoleRole = "heading",
): string[] {
  return [
    ...headingLines(table.title, page, role),
    ...consoleTable(table, page),
  ];
}

/** What stands above a part of a report. */
export function headingLines(
  title: string,
  { style, width }: ConsolePage,
  role: ConsoleRole = "heading",
): string[] {
  return indented(inOneLine(title).toUpperCase(), width, 0)
    .map((line) => style(role, line));
}
