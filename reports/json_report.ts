import type { ResultDocument } from "../benchmarks/result_document.ts";

/** A result document as JSON, indented, with a newline at its end. */
export function formatJsonReport(document: ResultDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
