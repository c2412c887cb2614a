import { measuredServers, type Run } from "../run.ts";
import type { ReportSection } from "../report_section.ts";
import { boxOf } from "./_distribution_charts.ts";
import { SUMMARY_COLUMNS, summaryCells } from "./_summary_cells.ts";

/** What it takes until a first byte can be exchanged. */
export function connectionTimeSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const measured = measuredServers(runs).flatMap((server) => {
    const { connection_time } = server.result;
    return connection_time === undefined
      ? []
      : [{ ...server, connection_time }];
  });
  if (measured.length === 0) return undefined;
  return {
    id: "connection_time",
    title: "Connection time",
    lines: [],
    charts: [{
      kind: "boxes",
      id: "connection_time",
      title: "Time to connect",
      note: "From p25 to p75, whiskers from the least to p99.",
      y: { title: "time", quantity: "duration", scale: "log" },
      floors: [],
      boxes: measured.map(({ connection_time, label, ...subject }) => ({
        name: label,
        serverIndex: subject.serverIndex,
        runIndex: subject.runIndex,
        ...boxOf(connection_time),
      })),
    }],
    tables: [{
      title: "Connection time",
      columns: [{ name: "server" }, ...SUMMARY_COLUMNS],
      rows: measured.map(({ connection_time, label }) => [
        label,
        ...summaryCells(connection_time, "duration"),
      ]),
    }],
  };
}
