import type { ConsoleReportOptions } from "../reports/console_report.ts";
import type { ReportSection } from "../reports/report_section.ts";
import type { Reported } from "../reports/run.ts";

/** Where a terminal does not tell its width, this is the usual one. */
const USUAL_WIDTH = 80;

/** How standard output looks: fit for the terminal, if it is one. */
function consoleLook(): Pick<ConsoleReportOptions, "color" | "width"> {
  if (!Deno.stdout.isTerminal()) return {};
  const width = Deno.consoleSize().columns || USUAL_WIDTH;
  return { color: !Deno.noColor, width };
}

/** Sections below each other, under a title, as text: by default for standard output. */
export async function consoleSections(
  title: string,
  sections: readonly ReportSection[],
  look: ConsoleReportOptions = consoleLook(),
): Promise<string> {
  const { consolePage, consoleText } = await import(
    "../reports/console_report.ts"
  );
  return `${consoleText(title, sections, consolePage(look))}\n`;
}

/**
 * What the console has to say of a document, or of several runs: fit for the
 * terminal, if there is one; a pipe or a file gets all of it.
 */
export async function consoleReport(
  reported: Reported,
  verdicts: readonly ReportSection[] = [],
): Promise<string> {
  const { formatConsoleReport } = await import("../reports/console_report.ts");
  return `${formatConsoleReport(reported, { verdicts, ...consoleLook() })}\n`;
}
