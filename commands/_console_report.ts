import type { Reported } from "../reports/run.ts";

/** Where a terminal does not tell its width, this is the usual one. */
const USUAL_WIDTH = 80;

/**
 * What the console has to say of a document, or of several runs: fit for the
 * terminal, if there is one; a pipe or a file gets all of it.
 */
export async function consoleReport(reported: Reported): Promise<string> {
  const { formatConsoleReport } = await import("../reports/console_report.ts");
  if (!Deno.stdout.isTerminal()) return `${formatConsoleReport(reported)}\n`;
  const width = Deno.consoleSize().columns || USUAL_WIDTH;
  const text = formatConsoleReport(reported, { color: !Deno.noColor, width });
  return `${text}\n`;
}
