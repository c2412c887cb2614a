import type { ResultDocument } from "../benchmarks/result_document.ts";
import type { ReportFormat } from "./report_format.ts";

/** A result document as JSON, indented, with a newline at its end. */
export function formatJsonReport(document: ResultDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The document as it is; an array, if there are several. */
export const format: ReportFormat = {
  summary: "the result document itself",
  extension: "json",
  makes: "file",
  format(runs) {
    const [first, ...others] = runs;
    const content = others.length === 0
      ? first.source
      : `${JSON.stringify(runs.map(({ document }) => document), null, 2)}\n`;
    return Promise.resolve([{ name: "results.json", content }]);
  },
};
