import { assert } from "@std/assert";
import type { ResultDocument } from "../../benchmarks/mod.ts";
import type {
  Chart,
  LineChart,
  ReportSection,
  ReportTable,
} from "../../reports/mod.ts";
import { cellText, reportSections, runsOf } from "../../reports/mod.ts";
import type { Run } from "../../reports/mod.ts";

/** Runs of these documents, by name. */
export function runsNamed(
  documents: Readonly<Record<string, ResultDocument>>,
): Run[] {
  return Object.entries(documents).map(([name, document]) => {
    const [run] = runsOf(document);
    return { ...run, name };
  });
}

/** The section of this id; fails if there is none. */
export function sectionOf(runs: readonly Run[], id: string): ReportSection {
  const section = reportSections(runs).find((section) => section.id === id);
  assert(section !== undefined, `no section ${id}`);
  return section;
}

/** The chart of this id; fails if there is none. */
export function chartOf(runs: readonly Run[], id: string): Chart {
  const charts = reportSections(runs).flatMap(({ charts }) => charts);
  const chart = charts.find((chart) => chart.id === id);
  assert(chart !== undefined, `no chart ${id}`);
  return chart;
}

/** The line chart of this id; fails if there is none. */
export function linesOf(runs: readonly Run[], id: string): LineChart {
  const chart = chartOf(runs, id);
  assert(chart.kind === "lines", `${id} is no line chart`);
  return chart;
}

/** A table as text: its columns' names, and its rows. */
export function textOf({ columns, rows }: ReportTable): string[][] {
  return [
    columns.map(({ name }) => name),
    ...rows.map((row) => row.map(cellText)),
  ];
}
