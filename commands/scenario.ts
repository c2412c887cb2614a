import { join } from "node:path";
import type {
  ResultDocument,
  ScenarioName,
  ScenarioServer,
} from "../benchmarks/mod.ts";
import { formatJsonReport } from "../reports/json_report.ts";
import type { OutputFile } from "../reports/output_file.ts";
import { type Command, ExitCode } from "./_command.ts";
import {
  choice,
  describeFlags,
  type FlagValues,
  parseFlags,
  text,
  toggle,
  wholeNumber,
} from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { prepareOutput, print } from "./_output.ts";
import { ProgressLine } from "./_progress_line.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  list: toggle({ help: "say what the scenarios measure, and end" }),
  "skip-rpc-threaded": toggle({ help: "leave the threaded RPC server out" }),
  "skip-rpc-forking": toggle({ help: "leave the forking RPC server out" }),
  "skip-http": toggle({ help: "leave the HTTP server out" }),
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
Exit codes: 0 done, 1 a leak was found, 2 wrong usage, 3 the run failed,
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
        `scenario got "${wanted}"; it takes all, ${SCENARIO_NAMES.join(", ")}`,
      );
    }
    return await runScenarios(scenarios, values);
  },
};
