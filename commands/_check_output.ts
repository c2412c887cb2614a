import type { OutputFile } from "../reports/output_file.ts";
import { type Check, isRemarkable } from "../verdicts/check.ts";
import { choice, text } from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import { prepareOutput } from "./_output.ts";

/** Whom checks are told to, beside the reader of the report. */
export const CHECK_OUTPUT_FLAGS = {
  junit: text({
    placeholder: "FILE",
    default: undefined,
    help: "write what was checked as JUnit XML",
  }),
  annotations: choice({
    choices: ["github", "none"],
    default: undefined,
    help:
      "how to annotate what did not pass, on standard error (default: github in GitHub Actions)",
  }),
};

/** Tells of checks as {@linkcode CHECK_OUTPUT_FLAGS} say. */
export class CheckOutput {
  readonly #annotates: boolean;
  readonly #junit: OutputFile | undefined;

  private constructor(annotates: boolean, junit: OutputFile | undefined) {
    this.#annotates = annotates;
    this.#junit = junit;
  }

  /**
   * Proves before the run that its checks can be told of.
   *
   * @throws {UsageError} if a file cannot be written.
   */
  static async prepare(
    values: FlagValues<typeof CHECK_OUTPUT_FLAGS>,
  ): Promise<CheckOutput> {
    const annotations = values.annotations ??
      (Deno.env.get("GITHUB_ACTIONS") === "true" ? "github" : "none");
    return new CheckOutput(
      annotations === "github",
      await prepareOutput("--junit", values.junit),
    );
  }

  /**
   * Writes the file, and returns what is to be said on standard error: annotations,
   * or, where no report is shown that says it, what failed, a line each.
   */
  async tell(
    title: string,
    checks: readonly Check[],
    { isShown }: { readonly isShown: boolean },
  ): Promise<readonly string[]> {
    if (this.#junit !== undefined) {
      const { formatJunitReport } = await import(
        "../reports/checks/junit_report.ts"
      );
      await this.#junit.write(formatJunitReport(title, checks));
    }
    if (this.#annotates) {
      const { githubAnnotations } = await import(
        "../reports/checks/github_annotations.ts"
      );
      return githubAnnotations(checks);
    }
    if (isShown) return [];
    const { inOneLine } = await import("../units/one_line.ts");
    return checks.filter(isRemarkable)
      .map(({ message, name, outcome, subject }) =>
        inOneLine(`${outcome}: ${subject}: ${name}: ${message}`)
      );
  }
}
