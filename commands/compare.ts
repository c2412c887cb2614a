import { inOneLine } from "../units/one_line.ts";
import type {
  ComparisonSectionOptions,
  NamedComparison,
} from "../reports/sections/comparison.ts";
import type { Check } from "../verdicts/check.ts";
import type { Difference } from "../verdicts/comparison/document_comparison.ts";
import { CHECK_OUTPUT_FLAGS, CheckOutput } from "./_check_output.ts";
import { type Command, ExitCode } from "./_command.ts";
import { choice, text, toggle } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { ProgressLine } from "./_progress_line.ts";
import type { FileOfRuns } from "./_read_runs.ts";
import { prepareReports, REPORT_FLAGS } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";
import {
  showVerdict,
  VerdictOutput,
  type WrittenVerdict,
} from "./_verdict_output.ts";

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
    help: "write the comparison alone: .json, .md or .txt",
  }),
  report: REPORT_FLAGS.report,
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
  rpcbench compare main.json branch.json -o comment.md --report report.html

Takes result documents, as run, load, scenario, sweep, ab, profile and import write
them; - is standard input. A file may have a list of them: repeated runs of the same,
which tell how runs differ from each other. Each of several new files is compared with
the base.

${describeFlags(FLAGS)}

Exit codes: 0 done, 1 something is worse that --fail-on does not let pass, or is lost,
2 wrong usage, or a file that is no result document, 3 what was found cannot be
written.`,
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
  const output = await CheckOutput.prepare(values);
  const file = await VerdictOutput.prepare(values.output);
  const reports = await prepareReports(values.report);
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
  requireMetrics(compared);
  if (!values["allow-differences"]) requireAlike(compared);
  const verdict = await verdictOn(compared);
  await file?.write(verdict);
  const runs = files.flatMap(({ runs }) => runs);
  for (const report of reports) await report.write(runs, verdict.sections);
  progress.clear();
  const short = await verdictOn(compared, { all: values.all });
  await showVerdict(short, values);
  const checks = await checksOf(compared, values["fail-on"]);
  const isShown = !values.quiet && !values.json;
  for (const line of await output.tell(TITLE, checks, { isShown })) {
    progress.print(line);
  }
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

/** Refuses a base of which nothing is known that could become worse. */
function requireMetrics(
  [{ base, comparison }]: readonly NamedComparison[],
): void {
  if (comparison.metrics.length + comparison.lost.length > 0) return;
  throw new UsageError(
    inOneLine(`compare got "${base}", which has nothing to compare with`),
  );
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

/** What stands above comparisons. */
const TITLE = "Comparison";

/** Comparisons as they are shown and written, under the names of their files. */
async function verdictOn(
  compared: readonly NamedComparison[],
  options: ComparisonSectionOptions = {},
): Promise<WrittenVerdict> {
  const { comparisonSections } = await import(
    "../reports/sections/comparison.ts"
  );
  return {
    title: TITLE,
    sections: comparisonSections(compared, options),
    data: compared.map(({ base, comparison, next }) => ({
      ...comparison,
      base: { name: base, ...comparison.base },
      next: { name: next, ...comparison.next },
    })),
  };
}

async function checksOf(
  compared: readonly NamedComparison[],
  failOn: FlagValues<typeof FLAGS>["fail-on"],
): Promise<Check[]> {
  const { comparisonChecks } = await import(
    "../verdicts/comparison/comparison_checks.ts"
  );
  return compared.flatMap(({ comparison, next }) =>
    comparisonChecks(comparison, {
      failOn,
      // Of one, all checks are of the same.
      next: compared.length === 1 ? undefined : next,
    })
  );
}
