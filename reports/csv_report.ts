import { stringify } from "csv-stringify/sync";
import { metricsOf } from "../benchmarks/metrics/metrics.ts";
import { inOneLine } from "../units/one_line.ts";
import type { ReportFormat } from "./report_format.ts";
import { type Reported, runsOf } from "./run.ts";

const HEADER = ["run", "server", "metric", "unit", "value"];

/**
 * What a document found, or several runs one after another, as CSV (RFC 4180) for
 * spreadsheets and programs: one row a metric, `run,server,metric,unit,value`. All
 * values are in base units; what is the run's own, as its floor, has no server. A
 * text that a spreadsheet would take for a formula has an apostrophe in front.
 *
 * @example Make rows of what a run found
 * ```ts
 * import { BenchmarkResults, formatCsvReport } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const rows = formatCsvReport(new BenchmarkResults().toJSON());
 * assertStringIncludes(rows, "run,server,metric,unit,value\r\n");
 * ```
 */
export function formatCsvReport(reported: Reported): string {
  const rows = runsOf(reported).flatMap(({ document, name }) =>
    metricsOf(document).map(({ path, server, unit, value }) => [
      inOneLine(name),
      inOneLine(server),
      inOneLine(path),
      unit,
      value,
    ])
  );
  return stringify([HEADER, ...rows], {
    record_delimiter: "windows",
    escape_formulas: true,
  });
}

/** For spreadsheets and programs. */
export const format: ReportFormat = {
  summary: "one row a metric, for spreadsheets and programs",
  extension: "csv",
  makes: "file",
  format: (runs) =>
    Promise.resolve([{ name: "report.csv", content: formatCsvReport(runs) }]),
};
