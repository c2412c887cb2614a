import { consoleSection, headingLines } from "./console/console_section.ts";
import { consoleStyle } from "./console/console_style.ts";
import type { ConsolePage } from "./console/console_page.ts";
import type { ReportFormat } from "./report_format.ts";
import { hasText, type ReportSection } from "./report_section.ts";
import { reportSections } from "./report_sections.ts";
import { floorsOf } from "./floors.ts";
import { type Reported, runsOf } from "./run.ts";

/** How a report on the console looks. */
export interface ConsoleReportOptions {
  /** Whether to use colours. Default `false`. */
  readonly color?: boolean;
  /**
   * Columns of the terminal, which no line goes beyond: what there is no room for
   * is left out, and named. Default: no terminal, and all of everything; who reads
   * a pipe or a file can scroll and search, and must not miss what was left out.
   */
  readonly width?: number;
  /** What was decided about the runs; it comes first. Default: nothing. */
  readonly verdicts?: readonly ReportSection[];
}

/**
 * What a document found, or several runs beside each other, as text: who wins at
 * what, every metric of every server against the floor, errors and warnings.
 *
 * @example Print what a run found
 * ```ts
 * import { BenchmarkResults, formatConsoleReport } from "@x/rpcbench";
 *
 * const results = new BenchmarkResults();
 * console.log(formatConsoleReport(results.toJSON()));
 * ```
 */
export function formatConsoleReport(
  reported: Reported,
  options: ConsoleReportOptions = {},
): string {
  const runs = runsOf(reported);
  const floors = floorsOf(runs).map(({ name }) => name);
  return consoleText(
    "Benchmark results",
    reportSections(runs, options.verdicts),
    consolePage(options, floors),
  );
}

/** Sections below each other, under a title. */
export function consoleText(
  title: string,
  sections: readonly ReportSection[],
  page: ConsolePage,
): string {
  return [
    ...headingLines(title, page),
    ...sections.filter(hasText).flatMap((section) => [
      "",
      ...consoleSection(section, page),
    ]),
  ].join("\n");
}

/** The report as the console has it, as a file. */
export const format: ReportFormat = {
  summary: "what the console shows, as plain text",
  extension: "txt",
  makes: "file",
  format: (runs, verdicts) =>
    Promise.resolve([{
      name: "report.txt",
      content: `${formatConsoleReport(runs, { verdicts })}\n`,
    }]),
};

/** The page that options ask for. */
export function consolePage(
  { color = false, width = Infinity }: ConsoleReportOptions,
  floors: readonly string[] = [],
): ConsolePage {
  return { style: consoleStyle(color), width, floors: new Set(floors) };
}
