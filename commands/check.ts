import { inOneLine } from "../units/one_line.ts";
import type { JudgedRun } from "../reports/sections/budgets.ts";
import { budgets } from "./_budget_flag.ts";
import { CHECK_OUTPUT_FLAGS, CheckOutput } from "./_check_output.ts";
import { type Command, ExitCode } from "./_command.ts";
import { text, toggle } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { ProgressLine } from "./_progress_line.ts";
import { prepareReports, REPORT_FLAGS } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";
import {
  showVerdict,
  VerdictOutput,
  type WrittenVerdict,
} from "./_verdict_output.ts";

const FLAGS = {
  budget: budgets({
    help: 'what a metric must keep to, as "latency.p99<100ms"; repeatable',
  }),
  ...CHECK_OUTPUT_FLAGS,
  output: text({
    aliases: ["o"],
    placeholder: "FILE",
    default: undefined,
    help: "write what was checked alone: .json, .md or .txt",
  }),
  report: REPORT_FLAGS.report,
  quiet: toggle({ aliases: ["q"], help: "print no table" }),
  json: toggle({ help: "print what was checked as JSON instead of the table" }),
};

type Values = FlagValues<typeof FLAGS>;

/** `rpcbench check`: holds result documents against budgets. */
export const command: Command = {
  summary: "check whether result documents keep to budgets",
  help: `Usage: rpcbench check FILE... --budget BUDGET [flags]

  rpcbench check results.json --budget "latency.p99<100ms"
  rpcbench check results.json --budget "rpc_threaded.concurrent.success_rate>=99.9%"
  rpcbench check results.json --budget "latency.median<2x floor" --junit budgets.xml
  rpcbench run --json | rpcbench check - --budget "*.p99<1s"

Takes result documents, as run, load, scenario, sweep, ab, profile and import write
them, or lists of them; - is standard input. run, load, scenario, sweep and import
check the same by themselves with --budget.

A budget is the path of a metric, as rpcbench report --format csv prints it, an
operator of <, <=, >, >= and ==, and a limit. Without a server before the path,
it is for all servers; * stands for any characters, of metrics that are measured
in the limit's unit; what is in brackets may be left out, brackets and all:
load.response_time.p99<50ms. Limits have units: ns, us, ms, s, m; B, kB, KiB, …;
B/s, MiB/s, Mbit/s, …; /s, k/s; %. Or they are multiples of another metric:
3x rpc_threaded.latency.p99; of floor, that is what the floor has under the same
path. A budget that no metric matches fails, and so do those of a run that is not
complete.

${describeFlags(FLAGS)}

Exit codes: 0 all passed, 1 a budget failed, 2 wrong usage, or a file that is no
result document, 3 what was found cannot be written.`,
  async run(args) {
    const { values, operands } = parseFlags("check", FLAGS, args, Infinity);
    if (operands.length === 0) {
      throw new UsageError(
        "check takes the files of result documents, or - for standard input",
      );
    }
    if (values.budget.length === 0) {
      throw new UsageError(
        'check takes a --budget or more, as --budget "latency.p99<100ms"',
      );
    }
    if (values.quiet && values.json) {
      throw new UsageError("--quiet and --json contradict each other");
    }
    return await check(operands, values);
  },
};

async function check(
  paths: readonly string[],
  values: Values,
): Promise<number> {
  const output = await CheckOutput.prepare(values);
  const file = await VerdictOutput.prepare(values.output);
  const reports = await prepareReports(values.report);
  // What is heavy to load comes once the command line is known to be right.
  const { readRuns } = await import("./_read_runs.ts");
  const { budgetChecks, judgeBudgets } = await import("../verdicts/mod.ts");
  const { budgetsSection } = await import("../reports/sections/budgets.ts");
  using progress = new ProgressLine();
  const runs = await readRuns(paths, {
    asked: "check",
    onRead: (path) => progress.update(0, `reading ${inOneLine(path)}`),
  });
  progress.clear();
  const judged = runs.map(({ document, name }): JudgedRun => ({
    name,
    results: judgeBudgets(document, values.budget),
  }));
  const section = budgetsSection(judged);
  const verdict: WrittenVerdict = {
    title: "Checks",
    sections: section === undefined ? [] : [section],
    data: judged.flatMap(({ name, results }) =>
      results.map((result) => ({ run: name, ...result }))
    ),
  };
  await file?.write(verdict);
  for (const report of reports) await report.write(runs, verdict.sections);
  await showVerdict(verdict, values);
  const checks = judged.flatMap(({ name, results }) =>
    budgetChecks(results, runs.length === 1 ? undefined : name)
  );
  const isShown = !values.quiet && !values.json;
  for (const line of await output.tell("Checks", checks, { isShown })) {
    progress.print(line);
  }
  return checks.every(({ outcome }) => outcome === "passed")
    ? ExitCode.done
    : ExitCode.checkFailed;
}
