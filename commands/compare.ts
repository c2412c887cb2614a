import { inOneLine } from "../reports/one_line.ts";
import type { OutputFile } from "../reports/output_file.ts";
import type { NamedComparison } from "../reports/sections/comparison.ts";
import type { Check } from "../verdicts/check.ts";
import type { Difference } from "../verdicts/comparison/document_comparison.ts";
import { CHECK_OUTPUT_FLAGS, CheckOutput } from "./_check_output.ts";
import { type Command, ExitCode } from "./_command.ts";
import { consoleLook } from "./_console_report.ts";
import { choice, text, texts, toggle } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { prepareOutput, print } from "./_output.ts";
import { ProgressLine } from "./_progress_line.ts";
import type { FileOfRuns } from "./_read_runs.ts";
import { prepareReports } from "./_report_flags.ts";
import type { ReportOutput } from "./_report_output.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  "fail-on": choice({
    choices: ["warning", "critical"],
    default: undefined,
    help:
      "exit code 1 if something is surely worse: by more than 10 % (warning) or 25 % (critical)",
  }),
  "allow-differences": toggle({
    help:
      "compare even what different machines, options or versions of Deno measured",
  }),
  all: toggle({ help: "show what did not change too" }),
  output: text({
    aliases: ["o"],
    placeholder: "FILE",
    default: undefined,
    help: "write the comparison, as JSON",
  }),
  report: texts({
    placeholder: "FILE",
    form: /./,
    what: "a file",
    help:
      "write a report of all runs beside each other, the comparison first, in the form that the name ends in; repeatable",
  }),
  comment: text({
    placeholder: "FILE",
    default: undefined,
    help:
      "write the comparison alone, in GitHub's Markdown: a comment on a pull request",
  }),
  ...CHECK_OUTPUT_FLAGS,
  quiet: toggle({ aliases: ["q"], help: "print no table" }),
  json: toggle({ help: "print the comparison as JSON instead of the table" }),
};

/** `rpcbench compare`: says what is better or worse than before. */
export const command: Command = {
  summary: "say what is better or worse than in other results, and how sure",
  help: `Usage: rpcbench compare BASE NEW... [flags]

  rpcbench compare before.json after.json
  rpcbench compare main.json branch.json --fail-on critical
  rpcbench compare main.json branch.json --comment comment.md --report report.html

Takes result documents, as run, load, scenario, sweep and profile write them; - is
standard input. A file may have a list of them: repeated runs of the same, which tell
how runs differ from each other. Each of several new files is compared with the base.

${describeFlags(FLAGS)}

Exit codes: 0 done, 1 something is worse that --fail-on does not let pass, or is lost,
2 wrong usage, or a file that is no result document.`,
  async run(args) {
    const { values, operands } = parseFlags("compare", FLAGS, args, Infinity);
    if (operands.length < 2) {
      throw new UsageError(
        `compare takes the files of two or more result documents, the base first; it got ${
          operands.length === 0 ? "none" : "one"
        }`,
      );
    }
    if (values.quiet && values.json) {
      throw new UsageError("--quiet and --json contradict each other");
    }
    return await compare(operands, values);
  },
};

async function compare(
  paths: readonly string[],
  values: FlagValues<typeof FLAGS>,
): Promise<number> {
  const outputs = await ComparisonOutputs.prepare(values);
  // What is heavy to load comes once the command line is known to be right.
  const { readFiles } = await import("./_read_runs.ts");
  using progress = new ProgressLine();
  let steps = 0;
  const step = (label: string) =>
    progress.update(steps++ / (paths.length + 1), label);
  const files = await readFiles(paths, {
    asked: "compare",
    onRead: (path) => step(`reading ${inOneLine(path)}`),
  });
  step("comparing");
  const compared = await compareFiles(files);
  if (!values["allow-differences"]) requireAlike(compared);
  const { comparisonChecks } = await import(
    "../verdicts/comparison/comparison_checks.ts"
  );
  const checks = compared.flatMap(({ comparison, next }) =>
    comparisonChecks(comparison, {
      failOn: values["fail-on"],
      next: compared.length === 1 ? "" : next,
    })
  );
  await outputs.write(files, compared);
  progress.clear();
  await outputs.show(compared, checks, (line) => progress.print(line));
  return checks.some(({ outcome }) => outcome === "failed")
    ? ExitCode.checkFailed
    : ExitCode.done;
}

/** Compares all files with the first of them. */
async function compareFiles(
  [base, ...others]: readonly FileOfRuns[],
): Promise<NamedComparison[]> {
  const { compareDocuments } = await import(
    "../verdicts/comparison/compare_documents.ts"
  );
  const documentsOf = ({ runs }: FileOfRuns) =>
    runs.map(({ document }) => document);
  return others.map((next) => ({
    base: base.name,
    next: next.name,
    comparison: compareDocuments(documentsOf(base), documentsOf(next)),
  }));
}

/** So many differences are told; of more, how many they are. */
const MOST_TOLD = 3;

/** Refuses to compare what was not measured alike. */
function requireAlike(compared: readonly NamedComparison[]): void {
  for (const { base, comparison: { differences }, next } of compared) {
    if (differences.length === 0) continue;
    const more = differences.length - MOST_TOLD;
    const told = [
      ...differences.slice(0, MOST_TOLD).map(describe),
      ...more > 0 ? [`${more} more`] : [],
    ];
    throw new UsageError(
      inOneLine(
        `compare got "${base}" and "${next}", which were not measured alike (${
          told.join("; ")
        }); --allow-differences compares them even so`,
      ),
    );
  }
}

function describe({ base, next, what }: Difference): string {
  return `${what}: ${base}, then ${next}`;
}

/** Where comparisons go, as the flags say. */
class ComparisonOutputs {
  readonly #values: FlagValues<typeof FLAGS>;
  readonly #json: OutputFile | undefined;
  readonly #comment: OutputFile | undefined;
  readonly #reports: readonly ReportOutput[];
  readonly #checks: CheckOutput;

  private constructor(
    values: FlagValues<typeof FLAGS>,
    json: OutputFile | undefined,
    comment: OutputFile | undefined,
    reports: readonly ReportOutput[],
    checks: CheckOutput,
  ) {
    this.#values = values;
    this.#json = json;
    this.#comment = comment;
    this.#reports = reports;
    this.#checks = checks;
  }

  /**
   * Proves that all can be written, before anything is read.
   *
   * @throws {UsageError} if something cannot.
   */
  static async prepare(
    values: FlagValues<typeof FLAGS>,
  ): Promise<ComparisonOutputs> {
    return new ComparisonOutputs(
      values,
      await prepareOutput("--output", values.output),
      await prepareOutput("--comment", values.comment),
      await prepareReports(values.report),
      await CheckOutput.prepare(values),
    );
  }

  /** Writes all files but those of checks. */
  async write(
    files: readonly FileOfRuns[],
    compared: readonly NamedComparison[],
  ): Promise<void> {
    await this.#json?.write(asJson(compared));
    const { comparisonSections } = await import(
      "../reports/sections/comparison.ts"
    );
    const sections = comparisonSections(compared);
    if (this.#comment !== undefined) {
      const { markdownPage } = await import("../reports/markdown_report.ts");
      await this.#comment.write(markdownPage(TITLE, sections));
    }
    const runs = files.flatMap(({ runs }) => runs);
    for (const report of this.#reports) await report.write(runs, sections);
  }

  /** Prints the comparisons, and tells continuous integration of the checks. */
  async show(
    compared: readonly NamedComparison[],
    checks: readonly Check[],
    tell: (line: string) => void,
  ): Promise<void> {
    const { all, json, quiet } = this.#values;
    if (json) await print(asJson(compared));
    else if (!quiet) await print(await consoleTables(compared, { all }));
    const isShown = !quiet && !json;
    const lines = await this.#checks.tell(TITLE, checks, { isShown });
    for (const line of lines) tell(line);
  }
}

/** What stands above comparisons. */
const TITLE = "Comparison";

/** One comparison, or a list of several, under the names of their files. */
function asJson(compared: readonly NamedComparison[]): string {
  const named = compared.map(({ base, comparison, next }) => ({
    ...comparison,
    base: { name: base, ...comparison.base },
    next: { name: next, ...comparison.next },
  }));
  return `${JSON.stringify(named.length === 1 ? named[0] : named, null, 2)}\n`;
}

async function consoleTables(
  compared: readonly NamedComparison[],
  { all }: { readonly all: boolean },
): Promise<string> {
  const { comparisonSections } = await import(
    "../reports/sections/comparison.ts"
  );
  const { consolePage, consoleText } = await import(
    "../reports/console_report.ts"
  );
  const sections = comparisonSections(compared, { all });
  const hint = all ? "" : "\n--all shows what did not change too.\n";
  return `${consoleText(TITLE, sections, consolePage(consoleLook()))}\n${hint}`;
}
