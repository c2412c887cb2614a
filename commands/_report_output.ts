import type { OutputFile } from "../reports/output_file.ts";
import type { ReportFormat } from "../reports/report_format.ts";
import type { ReportSection } from "../reports/report_section.ts";
import type { Run } from "../reports/run.ts";
import { prepareFile, prepareOutputIn } from "./_output.ts";

/** A report that is to be written when there is something to report. */
export interface ReportOutput {
  /** Its file or folder, as the user named it. */
  readonly path: string;
  /** Makes the report, and writes all of its files. */
  write(
    runs: readonly Run[],
    verdicts?: readonly ReportSection[],
  ): Promise<void>;
}

/**
 * Proves that a report can be written to a file, or its files to a folder, as its
 * format has it.
 *
 * @throws {UsageError} if it cannot.
 */
export async function prepareReport(
  flag: string,
  path: string,
  format: ReportFormat,
): Promise<ReportOutput> {
  if (format.makes === "file") {
    return reportInFile(path, await prepareFile(flag, path), format);
  }
  // What the files are called is known when they are made.
  await prepareOutputIn(flag, path, `report.${format.extension}`);
  return {
    path,
    async write(runs, verdicts) {
      for (const { content, name } of await format.format(runs, verdicts)) {
        await (await prepareOutputIn(flag, path, name)).write(content);
      }
    },
  };
}

/** A report of one file, which is proven to be writable. */
export function reportInFile(
  path: string,
  file: OutputFile,
  format: ReportFormat,
): ReportOutput {
  return {
    path,
    async write(runs, verdicts) {
      for (const { content } of await format.format(runs, verdicts)) {
        await file.write(content);
      }
    },
  };
}
