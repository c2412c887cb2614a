import type { ReportSection } from "../report_section.ts";
import { timeSeriesTable } from "../time_series_table.ts";
import { markdownTable } from "./markdown_table.ts";
import { markdownHtmlText, markdownText } from "./markdown_text.ts";

/** A section as GitHub's Markdown: summary and verdicts as they are, all others fold out. */
export function markdownSection(section: ReportSection): string {
  const { id, isVerdict, title } = section;
  if (isVerdict || id === "summary") {
    return [`### ${markdownText(title)}`, ...sectionBlocks(section)].join(
      "\n\n",
    );
  }
  return [
    `<details>\n<summary>${markdownHtmlText(title)}</summary>`,
    ...sectionBlocks(section),
    "</details>",
  ].join("\n\n");
}

/** What a section says below its title: lines and tables, each with an empty line before. */
export function sectionBlocks(
  { charts, lines, tables, title }: ReportSection,
): string[] {
  return [
    ...lines.length === 0
      ? []
      : [lines.map((line) => `- ${markdownText(line)}`).join("\n")],
    ...[...tables, ...charts.flatMap((chart) => timeSeriesTable(chart) ?? [])]
      .flatMap((table) => [
        ...table.title === title ? [] : [`**${markdownText(table.title)}**`],
        ...table.note === undefined ? [] : [markdownText(table.note)],
        markdownTable(table),
      ]),
  ];
}
