import { markdownSection } from "./markdown/markdown_section.ts";
import { shortEnough } from "./markdown/short_enough.ts";
import type { ReportFormat } from "./report_format.ts";
import { hasText, type ReportSection } from "./report_section.ts";
import { reportSections } from "./report_sections.ts";
import { type Reported, runsOf } from "./run.ts";

/** What GitHub takes of a comment; a step's summary may be longer. */
const LONGEST_COMMENT = 65_536;

/** How a report in Markdown is made. */
export interface MarkdownReportOptions {
  /**
   * So many characters it has at most: what matters least is left out, and the
   * report says so. Default 65,536, which GitHub takes of a comment.
   */
  readonly mostCharacters?: number;
  /** What was decided about the runs; it comes first. Default: nothing. */
  readonly verdicts?: readonly ReportSection[];
}

/**
 * What a document found, or several runs beside each other, in GitHub's Markdown:
 * for a comment on a pull request, or `$GITHUB_STEP_SUMMARY`. The summary comes
 * first, all else folds out.
 *
 * @example Make a comment of what a run found
 * ```ts
 * import { BenchmarkResults, formatMarkdownReport } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const comment = formatMarkdownReport(new BenchmarkResults().toJSON());
 * assertStringIncludes(comment, "### Summary");
 * ```
 */
export function formatMarkdownReport(
  reported: Reported,
  { mostCharacters = LONGEST_COMMENT, verdicts }: MarkdownReportOptions = {},
): string {
  const sections = reportSections(runsOf(reported), verdicts);
  return markdownPage("Benchmark results", sections, mostCharacters);
}

/** Sections below each other, under a title, in so many characters at most. */
export function markdownPage(
  title: string,
  sections: readonly ReportSection[],
  mostCharacters: number = LONGEST_COMMENT,
): string {
  const read = sections.filter(hasText);
  return shortEnough(read, mostCharacters, (left, leaves) =>
    [
      `## ${title}`,
      ...leaves.length === 0 ? [] : [
        `*Left out, to be short: ${leaves.join(", ")}. The document has all.*`,
      ],
      ...left.map(markdownSection),
      "",
    ].join("\n\n"));
}

/** For a comment on a pull request, or the summary of a step of a workflow. */
export const format: ReportFormat = {
  summary: "GitHub's Markdown, for a pull request or a step's summary",
  extension: "md",
  makes: "file",
  format: (runs, verdicts) =>
    Promise.resolve([{
      name: "report.md",
      content: formatMarkdownReport(runs, { verdicts }),
    }]),
};
