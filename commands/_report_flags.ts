import type { BenchmarkResults, ResultDocument } from "../benchmarks/mod.ts";
import { formatJsonReport } from "../reports/json_report.ts";
import type { OutputFile } from "../reports/output_file.ts";
import { text, toggle } from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import { prepareOutput, print } from "./_output.ts";
import { UsageError } from "./_usage_error.ts";

/** What becomes of the results of a command that makes one document. */
export const REPORT_FLAGS = {
  output: text({
    aliases: ["o"],
    placeholder: "FILE",
    default: undefined,
    help: "write the result document, as JSON",
  }),
  quiet: toggle({ aliases: ["q"], help: "print no summary" }),
  json: toggle({ help: "print the result document instead of the summary" }),
};

/** Prints and writes results as {@linkcode REPORT_FLAGS} say. */
export class Report {
  readonly #values: FlagValues<typeof REPORT_FLAGS>;
  readonly #file: OutputFile | undefined;

  private constructor(
    values: FlagValues<typeof REPORT_FLAGS>,
    file: OutputFile | undefined,
  ) {
    this.#values = values;
    this.#file = file;
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
    return new Report(
      values,
      values.output &&
        await prepareOutput("--output", values.output),
    );
  }

  /** Writes the document, and prints it or its summary; that even if it could not be written. */
  async show(results: BenchmarkResults): Promise<void> {
    const document = results.toJSON();
    const { json, quiet } = this.#values;
    try {
      await this.#file?.write(formatJsonReport(document));
    } finally {
      if (json) await print(formatJsonReport(document));
      else if (!quiet) await printSummary(document);
    }
  }
}

/** Prints what the console has to say of a document. */
export async function printSummary(document: ResultDocument): Promise<void> {
  const { formatConsoleReport } = await import("../reports/console_report.ts");
  const color = Deno.stdout.isTerminal() && !Deno.noColor;
  await print(`${formatConsoleReport(document, { color })}\n`);
}
