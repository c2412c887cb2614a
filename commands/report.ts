import { inOneLine } from "../units/one_line.ts";
import type { Run } from "../reports/run.ts";
import { abSections } from "./_ab_sections.ts";
import { type Command, ExitCode } from "./_command.ts";
import { choice, text } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { print } from "./_output.ts";
import { consoleReport } from "./_console_report.ts";
import { ProgressLine } from "./_progress_line.ts";
import { FORMAT_NAMES, formatNamed, formatOfFile } from "./_report_formats.ts";
import { prepareReport } from "./_report_output.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  output: text({
    aliases: ["o"],
    placeholder: "PATH",
    default: undefined,
    help:
      "write the report to a file, or to a folder if it consists of several (default: standard output)",
  }),
  format: choice({
    choices: FORMAT_NAMES,
    default: undefined,
    help:
      "form of the report (default: what the output's name ends in, or the console's)",
  }),
};

/** `rpcbench report`: makes something to look at of result documents. */
export const command: Command = {
  summary: "make a report of result documents, or of several beside each other",
  help: `Usage: rpcbench report FILE... [flags]

  rpcbench report results.json
  rpcbench report before.json after.json -o report.html
  rpcbench report results.json --format markdown >> "$GITHUB_STEP_SUMMARY"
  rpcbench run --json | rpcbench report - -o report.html

Takes result documents, as run, load, scenario, sweep, ab, profile and import write
them, or lists of them; - is standard input. Several are put beside each other, under
the names of their files.

${describeFlags(FLAGS)}

Exit codes: 0 done, 2 wrong usage, or a file that is no result document, 3 the report
cannot be written.`,
  async run(args) {
    const { values, operands } = parseFlags("report", FLAGS, args, Infinity);
    if (operands.length === 0) {
      throw new UsageError(
        "report takes the files of result documents, or - for standard input",
      );
    }
    await report(operands, values);
    return ExitCode.done;
  },
};

async function report(
  paths: readonly string[],
  values: FlagValues<typeof FLAGS>,
): Promise<void> {
  const show = await showAs(values);
  // What is heavy to load comes once the command line is known to be right.
  const { readRuns } = await import("./_read_runs.ts");
  using progress = new ProgressLine();
  let steps = 0;
  const step = (label: string) =>
    progress.update(steps++ / (paths.length + 1), label);
  const runs = await readRuns(paths, {
    asked: "report",
    onRead: (path) => step(`reading ${inOneLine(path)}`),
  });
  step("making the report");
  await show(runs, progress);
}

/** Shows runs; what takes long is done before the progress is cleared. */
type Show = (runs: readonly Run[], progress: ProgressLine) => Promise<void>;

/** How runs are to be shown, once it is known that this can be done. */
async function showAs(
  { format: name, output: path }: FlagValues<typeof FLAGS>,
): Promise<Show> {
  const named = name === undefined ? undefined : await formatNamed(name);
  if (path !== undefined) {
    const format = named ??
      await formatOfFile("--output", path, "a --format too");
    const output = await prepareReport("--output", path, format);
    return async (runs) => output.write(runs, await abSections(runs));
  }
  if (named === undefined) {
    return async (runs, progress) => {
      const text = await consoleReport(runs, await abSections(runs));
      progress.clear();
      await print(text);
    };
  }
  if (named.makes === "folder") {
    throw new UsageError(
      `--format ${name} makes several files; it takes a folder as --output`,
    );
  }
  return async (runs, progress) => {
    const files = await named.format(runs, await abSections(runs));
    progress.clear();
    for (const { content } of files) await print(content);
  };
}
