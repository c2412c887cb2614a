import type { ReportFormat } from "../report_format.ts";
import type { ReportSection } from "../report_section.ts";
import { reportSections } from "../report_sections.ts";
import { type Reported, runsOf } from "../run.ts";

/** What an HTML report has beside the runs. */
export interface HtmlReportOptions {
  /** What was decided about the runs; it comes first. Default: nothing. */
  readonly verdicts?: readonly ReportSection[];
}

/**
 * A result document, or several runs, as one HTML page that opens from disk and
 * loads nothing: interactive charts, tables that can be sorted, and the documents
 * themselves to download.
 *
 * @example Write a report
 * ```ts
 * import { BenchmarkResults, formatHtmlReport } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const page = await formatHtmlReport(new BenchmarkResults().toJSON());
 * assertStringIncludes(page, "<!doctype html>");
 * ```
 */
export async function formatHtmlReport(
  reported: Reported,
  { verdicts }: HtmlReportOptions = {},
): Promise<string> {
  // The chart library comes along, which programs that make no page need not load.
  const { pageHtml } = await import("./page_html.ts");
  const runs = runsOf(reported);
  return await pageHtml(runs, reportSections(runs, verdicts));
}

/** One page with charts, tables and the documents. */
export const format: ReportFormat = {
  summary: "one page with interactive charts, to open in a browser",
  extension: "html",
  makes: "file",
  async format(runs, verdicts) {
    const content = await formatHtmlReport(runs, { verdicts });
    return [{ name: "report.html", content }];
  },
};
