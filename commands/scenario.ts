import { join } from "node:path";
import type { ScenarioName } from "../benchmarks/mod.ts";
import { runsOf } from "../reports/run.ts";
import { type Command, ExitCode } from "./_command.ts";
import { choice, text, toggle, wholeNumber } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { Judge, JUDGE_FLAGS } from "./_judge.ts";
import { consoleReport } from "./_console_report.ts";
import { prepareOutputIn, print } from "./_output.ts";
import { ProgressLine } from "./_progress_line.ts";
import { prepareReports, REPORT_FLAGS } from "./_report_flags.ts";
import { formatNamed } from "./_report_formats.ts";
import { reportInFile, type ReportOutput } from "./_report_output.ts";
import { SERVER_FLAGS, serversLeft } from "./_server_flags.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  list: toggle({ help: "say what the scenarios measure, and end" }),
  ...SERVER_FLAGS,
  iterations: wholeNumber({
    placeholder: "N",
    least: 1,
    default: 3,
    help: "measured iterations per case, after one that is not measured",
  }),
  "no-profiling": toggle({ help: "profile neither processor nor memory" }),
  quick: toggle({ help: "a run of less than a minute, to see that all works" }),
  "output-dir": text({
    placeholder: "FOLDER",
    default: "benchmark-results",
    help: "folder for the documents, reports and profiles",
  }),
  format: choice({
    choices: ["json", "html", "both"],
    default: "both",
    help: "which files to write",
  }),
  ...JUDGE_FLAGS,
  report: REPORT_FLAGS.report,
  quiet: toggle({ aliases: ["q"], help: "print no summary" }),
};

type Values = FlagValues<typeof FLAGS>;

/** `rpcbench scenario`: throughput, latency under load, and what features cost. */
export const command: Command = {
  summary: "throughput, latency under load, and what features cost",
  help: `Usage: rpcbench scenario [all|throughput|latency|features] [flags]

Measures the servers under load, case by case: one iteration to warm up, then
several that are reported with their spread. A full run takes an hour or more.

${describeFlags(FLAGS)}

The summary goes to standard output, progress to standard error.
Exit codes: 0 done, 1 a check failed or a leak was found, 2 wrong usage, 3 the run failed,
130 interrupted.`,
  async run(args) {
    const { values, operands } = parseFlags("scenario", FLAGS, args, 1);
    const { SCENARIO_NAMES, SCENARIO_SUMMARIES } = await import(
      "../benchmarks/mod.ts"
    );
    if (values.list) {
      for (const name of SCENARIO_NAMES) {
        console.log(`${name.padEnd(12)}${SCENARIO_SUMMARIES[name]}`);
      }
      return ExitCode.done;
    }
    const [wanted = "all"] = operands;
    const scenarios = SCENARIO_NAMES.filter((name) =>
      wanted === "all" || wanted === name
    );
    if (scenarios.length === 0) {
      throw new UsageError(
        `scenario got "${wanted}"; it takes all, throughput, latency or features`,
      );
    }
    return await runScenarios(scenarios, values);
  },
};

async function runScenarios(
  scenarios: readonly ScenarioName[],
  values: Values,
): Promise<number> {
  const left = serversLeft(values);
  const { FULL_SCALE, QUICK_SCALE, runScenarios, SCENARIO_SERVERS } =
    await import("../benchmarks/mod.ts");
  const servers = SCENARIO_SERVERS.filter((server) => left[server]);
  // Only this server has the features.
  if (scenarios.join() === "features" && !left.rpc_threaded) {
    throw new UsageError(
      "--skip-rpc-threaded leaves nothing of features to run",
    );
  }
  const judge = await Judge.prepare(values);
  const time = timestamp(new Date());
  const outputs = [
    ...await prepareOutputs(values, time),
    ...await prepareReports(values.report),
  ];
  using interruption = new Interruption();
  using progress = new ProgressLine();
  const results = await runScenarios({
    scenarios,
    servers,
    scale: values.quick ? QUICK_SCALE : FULL_SCALE,
    iterations: values.iterations,
    profiling: !values["no-profiling"],
    profileFolder: join(values["output-dir"], `profiles-${time}`),
    signal: interruption.signal,
    onProgress: ({ fraction, label }) => progress.update(fraction, label),
  });
  progress.clear();
  const document = results.toJSON();
  const judgement = await judge.judge(document);
  const { passed, sections } = judgement;
  try {
    const runs = runsOf(document);
    for (const output of outputs) {
      await output.write(runs, sections);
      progress.print(`wrote ${output.path}`);
    }
  } finally {
    // What a full disk has no room for is not lost altogether.
    if (!values.quiet) await print(await consoleReport(document, sections));
  }
  await judge.tell(judgement, (line) => progress.print(line));
  for (const warning of results.warnings) progress.print(`warning: ${warning}`);
  if (interruption.signal.aborted) return ExitCode.interrupted;
  if (results.failed) return ExitCode.failed;
  return passed && !results.checkFailed ? ExitCode.done : ExitCode.checkFailed;
}

/** The names of the files that a run writes, by their forms. */
const FILES = { json: "results", html: "report" } as const;

/** Proves that all files can be written, before an hour is spent. */
async function prepareOutputs(
  { format, "output-dir": folder }: Values,
  time: string,
): Promise<ReportOutput[]> {
  const outputs: ReportOutput[] = [];
  for (const [form, content] of Object.entries(FILES)) {
    if (format !== form && format !== "both") continue;
    const name = `benchmark-${content}-${time}.${form}`;
    outputs.push(reportInFile(
      join(folder, name),
      await prepareOutputIn("--output-dir", folder, name),
      await formatNamed(form),
    ));
  }
  return outputs;
}

/** A time as names of files have it: `20261121-143000`. */
function timestamp(time: Date): string {
  return time.toISOString().replaceAll(/[-:]|\..*/g, "").replace("T", "-");
}
