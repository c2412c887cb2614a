import type { ReportSection } from "../report_section.ts";
import type { ReportTable } from "../report_table.ts";

/** Of more tables in a section, a reader looks for one, and unfolds it. */
const MOST_OPEN_TABLES = 6;

/** Whether only the title of a section's table is seen at first. */
export function isFolded(
  { isDetail = false }: ReportTable,
  { tables }: ReportSection,
): boolean {
  return isDetail || tables.length > MOST_OPEN_TABLES;
}
