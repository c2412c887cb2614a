import type { ActivityResult } from "../benchmarks/profiling/activity.ts";
import {
  type ResultDocument,
  serverResults,
} from "../benchmarks/result_document.ts";
import type {
  CaseProfile,
  ExplainedOutlier,
} from "../benchmarks/scenarios/profile_case.ts";
import { formatDuration } from "../units/units.ts";
import { functionName, profileTables } from "./profile_tables.ts";
import { columnsNamed, type ReportTable } from "./report_table.ts";

/** What the profiles of a document's scenarios found, one after another. */
export function caseProfileTables(document: ResultDocument): ReportTable[] {
  return [...serverResults(document).values()].flatMap(({ profiles = [] }) =>
    profiles.flatMap((profile) => [
      ...profileTables(profile),
      ...profile.outliers.length === 0 ? [] : [outlierTable(profile)],
    ])
  );
}

function outlierTable({ name, outliers }: CaseProfile): ReportTable {
  return {
    title: `${name}: what happened at the slowest requests`,
    note:
      "Between when each was due and its answer; of several processes, the busiest.",
    columns: columnsNamed(
      "due at",
      "took",
      "client",
      "mostly in",
      "loop late",
      "server",
      "mostly in",
      "loop late",
    ),
    rows: outliers.map(outlierRow),
  };
}

function outlierRow(
  { activity, response_time, time }: ExplainedOutlier,
): string[] {
  return [
    formatDuration(time),
    formatDuration(response_time),
    ...activityCells(activity.client),
    ...activityCells(activity.server),
  ];
}

function activityCells(processes: readonly ActivityResult[]): string[] {
  const [busiest] = processes.toSorted((a, b) => busyIn(b) - busyIn(a));
  if (busiest === undefined) return ["–", "–", "–"];
  const { event_loop_delay, mostly } = busiest;
  return [
    mostly.replaceAll("_", " "),
    busiest.function === undefined ? "–" : functionName(busiest.function),
    event_loop_delay === undefined ? "–" : formatDuration(event_loop_delay),
  ];
}

function busyIn({ garbage_collection, running }: ActivityResult): number {
  return garbage_collection + running;
}
