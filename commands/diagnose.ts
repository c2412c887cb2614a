import { inOneLine } from "../units/one_line.ts";
import type { Run } from "../reports/run.ts";
import type { DiagnosedRun } from "../reports/sections/diagnosis.ts";
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
  server: text({
    placeholder: "NAME",
    default: undefined,
    help: "diagnose only the server of this name",
  }),
  output: text({
    aliases: ["o"],
    placeholder: "FILE",
    default: undefined,
    help: "write what was found alone: .json, .md or .txt",
  }),
  report: REPORT_FLAGS.report,
  quiet: toggle({ aliases: ["q"], help: "print no findings" }),
  json: toggle({
    help: "print what was found as JSON instead of the findings",
  }),
};

type Values = FlagValues<typeof FLAGS>;

/** `rpcbench diagnose`: says what is wrong, by the numbers of result documents. */
export const command: Command = {
  summary:
    "say what is wrong with a server, by the numbers of result documents",
  help: `Usage: rpcbench diagnose FILE... [flags]

  rpcbench diagnose results.json
  rpcbench diagnose results.json --server rpc_threaded -o findings.json
  rpcbench run --json | rpcbench diagnose -

Takes result documents, as run, load, scenario, sweep, ab, profile and import write
them, or lists of them; - is standard input. Each finding says what was seen, the
numbers it rests on, how sure it is, and what to do, what costs least first. What
was not measured is called neither well nor ill. run, load, scenario, sweep, profile
and import do the same with --diagnose.

${describeFlags(FLAGS)}

Exit codes: 0 done, whatever was found, 2 wrong usage, or a file that is no result
document, 3 what was found cannot be written.`,
  async run(args) {
    const { values, operands } = parseFlags("diagnose", FLAGS, args, Infinity);
    if (operands.length === 0) {
      throw new UsageError(
        "diagnose takes the files of result documents, or - for standard input",
      );
    }
    if (values.quiet && values.json) {
      throw new UsageError("--quiet and --json contradict each other");
    }
    await diagnoseFiles(operands, values);
    return ExitCode.done;
  },
};

async function diagnoseFiles(
  paths: readonly string[],
  values: Values,
): Promise<void> {
  const file = await VerdictOutput.prepare(values.output);
  const reports = await prepareReports(values.report);
  // What is heavy to load comes once the command line is known to be right.
  const { readRuns } = await import("./_read_runs.ts");
  const { diagnosisSections } = await import(
    "../reports/sections/diagnosis.ts"
  );
  using progress = new ProgressLine();
  const runs = await readRuns(paths, {
    asked: "diagnose",
    onRead: (path) => progress.update(0, `reading ${inOneLine(path)}`),
  });
  progress.clear();
  const diagnosed = await diagnoseRuns(runs, values.server);
  const verdict: WrittenVerdict = {
    title: "What is wrong",
    sections: diagnosisSections(diagnosed),
    data: diagnosed.map(({ diagnosis, name }) => ({ run: name, ...diagnosis })),
  };
  await file?.write(verdict);
  for (const report of reports) await report.write(runs, verdict.sections);
  await showVerdict(verdict, values);
}

/** Diagnoses all servers of all runs, or those of one name. */
async function diagnoseRuns(
  runs: readonly Run[],
  name: string | undefined,
): Promise<DiagnosedRun[]> {
  const { diagnose } = await import("../verdicts/diagnosis/diagnose.ts");
  const diagnosed = runs.map((run) => ({
    name: run.name,
    diagnosis: diagnose(run.document),
  }));
  const names = diagnosed.flatMap(({ diagnosis: { servers } }) =>
    servers.map(({ server }) => server)
  );
  if (name !== undefined && !names.includes(name)) {
    throw new UsageError(
      `--server got ${JSON.stringify(name)}; it takes ${listed(names)}`,
    );
  }
  if (name === undefined) return diagnosed;
  return diagnosed.map((run) => ({
    name: run.name,
    diagnosis: {
      ...run.diagnosis,
      servers: run.diagnosis.servers.filter(({ server }) => server === name),
    },
  }));
}

function listed(names: readonly string[]): string {
  return names.length === 0
    ? "a server, of which the documents have none"
    : [...new Set(names)].map((name) => JSON.stringify(name)).join(" or ");
}
