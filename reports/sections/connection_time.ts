import type { ReportSection } from "../report_section.ts";
import { measuredOf, type Run } from "../run.ts";
import { boxOf, durationBoxes } from "./_distribution_charts.ts";
import { SUMMARY_COLUMNS, summaryCells } from "./_summary_cells.ts";

/** How long it takes until a first byte can be exchanged. */
export function connectionTimeSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredOf(runs, (result) => result.connection_time);
  if (measured.length === 0) return undefined;
  return {
    id: "connection_time",
    title: "Connection time",
    lines: [],
    charts: [durationBoxes(
      { id: "connection_time", title: "Time to connect", y: "time to connect" },
      measured.map(({ subject, value }) => ({ ...subject, ...boxOf(value) })),
    )],
    tables: [{
      title: "Time to connect, one after another",
      columns: [{ name: "server" }, ...SUMMARY_COLUMNS],
      rows: measured.map(({ subject, value }) => [
        subject.name,
        ...summaryCells(value, "duration"),
      ]),
    }],
  };
}
