import type { ActivityResult } from "../../benchmarks/profiling/activity.ts";
import type {
  CaseProfile,
  ExplainedOutlier,
} from "../../benchmarks/scenarios/profile_case.ts";
import { functionName } from "./profile_tables.ts";
import {
  type Cell,
  columnsNamed,
  figure,
  type ReportTable,
} from "../report_table.ts";

/** What either end did at the slowest requests of a case. */
export function outlierTable({ name, outliers }: CaseProfile): ReportTable {
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
): Cell[] {
  return [
    figure(time, "duration"),
    figure(response_time, "duration"),
    ...activityCells(activity.client),
    ...activityCells(activity.server),
  ];
}

function activityCells(processes: readonly ActivityResult[]): Cell[] {
  const [busiest] = processes.toSorted((a, b) => busyIn(b) - busyIn(a));
  if (busiest === undefined) return [undefined, undefined, undefined];
  const { event_loop_delay, mostly } = busiest;
  return [
    mostly.replaceAll("_", " "),
    busiest.function && functionName(busiest.function),
    figure(event_loop_delay, "duration"),
  ];
}

function busyIn({ garbage_collection, running }: ActivityResult): number {
  return garbage_collection + running;
}
