import type { Chart } from "./chart.ts";
import type { ReportTable } from "./report_table.ts";

/** What a report has to say of one thing: every format says it, in this order. */
export interface ReportSection {
  /** Tells it from the other sections, in `snake_case`. */
  readonly id: string;
  /** What it is about. */
  readonly title: string;
  /** Whether a reader should not believe the numbers before it is read. Default `false`. */
  readonly alarming?: boolean;
  /** Whether it is a decision, for which a reader has come: none folds it. Default `false`. */
  readonly isVerdict?: boolean;
  /** What to know first, sentence by sentence. */
  readonly lines: readonly string[];
  /** To be looked at, where a format can draw. */
  readonly charts: readonly Chart[];
  /** The numbers. */
  readonly tables: readonly ReportTable[];
}

/** Whether a section has anything to be read, beside what there is to look at. */
export function hasText({ lines, tables }: ReportSection): boolean {
  return lines.length > 0 || tables.length > 0;
}
