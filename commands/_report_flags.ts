import type { ResultDocument } from "../benchmarks/mod.ts";
import { formatJsonReport } from "../reports/json_report.ts";
import type { OutputFile } from "../reports/output_file.ts";
import type { ReportSection } from "../reports/report_section.ts";
import { runsOf } from "../reports/run.ts";
import { consoleReport } from "./_console_report.ts";
import { text, texts, toggle } from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import { prepareOutput, print } from "./_output.ts";
import { FORMAT_NAMES, formatNamed, formatOfFile } from "./_report_formats.ts";
import { prepareReport, type ReportOutput } from "./_report_output.ts";
import { UsageError } from "./_usage_error.ts";

/** What becomes of the results of a command that makes one document. */
export const REPORT_FLAGS = {
  output: text({
    aliases: ["o"],
    placeholder: "FILE",
    default: undefined,
    help: "write the result document, as JSON",
  }),
  report: texts({
    placeholder: "FILE",
    form: /./,
    what: "a file",
    help:
      "write a report too, in the form that the name ends in, or that stands before it, as svg:graphs; repeatable",
  }),
  quiet: toggle({ aliases: ["q"], help: "print no summary" }),
  json: toggle({ help: "print the result document instead of the summary" }),
};

/** A form, and the file or folder that it goes to. */
const NAMED = new RegExp(`^(${FORMAT_NAMES.join("|")}):(.+)$`);

/**
 * Proves that the reports that `--report` asks for can be written: `report.html`,
 * or `svg:graphs` where the name says nothing of the form.
 *
 * @throws {UsageError} if one cannot.
 */
export async function prepareReports(
  given: readonly string[],
): Promise<ReportOutput[]> {
  const reports: ReportOutput[] = [];
  for (const text of given) {
    const [, name, path = text] = text.match(NAMED) ?? [];
    const format = name === undefined
      ? await formatOfFile("--report", path, `a form before it, as svg:${path}`)
      : await formatNamed(name);
    reports.push(await prepareReport("--report", path, format));
  }
  return reports;
}

/** Prints and writes results as {@linkcode REPORT_FLAGS} say. */
export class Report {
  readonly #values: FlagValues<typeof REPORT_FLAGS>;
  readonly #file: OutputFile | undefined;
  readonly #reports: readonly ReportOutput[];

  private constructor(
    values: FlagValues<typeof REPORT_FLAGS>,
    file: OutputFile | undefined,
    reports: readonly ReportOutput[],
  ) {
    this.#values = values;
    this.#file = file;
    this.#reports = reports;
  }

  /**
   * Proves before the run that its results can be written.
   *
   * @throws {UsageError} if they cannot, or for flags that do not go together.
   */
  static async prepare(
    values: FlagValues<typeof REPORT_FLAGS>,
  ): Promise<Report> {
    if (values.quiet && values.json) {
      throw new UsageError("--quiet and --json contradict each other");
    }
    const file = await prepareOutput("--output", values.output);
    return new Report(values, file, await prepareReports(values.report));
  }

  /** Writes the document and the reports. */
  async write(
    document: ResultDocument,
    verdicts: readonly ReportSection[] = [],
  ): Promise<void> {
    await this.#file?.write(formatJsonReport(document));
    for (const report of this.#reports) {
      await report.write(runsOf(document), verdicts);
    }
  }

  /**
   * Writes the document and the reports, and prints the document or its summary;
   * that even if they could not be written.
   */
  async show(
    document: ResultDocument,
    verdicts: readonly ReportSection[] = [],
  ): Promise<void> {
    const { json, quiet } = this.#values;
    try {
      await this.write(document, verdicts);
    } finally {
      if (json) await print(formatJsonReport(document));
      else if (!quiet) await print(await consoleReport(document, verdicts));
    }
  }
}
