import type { ResultDocument } from "../benchmarks/mod.ts";
import type { ReportSection } from "../reports/report_section.ts";
import { MOST_BYTES } from "../servers/most_bytes.ts";
import { type Command, ExitCode } from "./_command.ts";
import { text, toggle, wholeNumber, wholeNumbers } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { Judge, JUDGE_FLAGS } from "./_judge.ts";
import { consoleReport } from "./_console_report.ts";
import { print } from "./_output.ts";
import { ProgressLine } from "./_progress_line.ts";
import { remoteServers } from "./_remote_flag.ts";
import { SERVER_FLAGS, serversLeft } from "./_server_flags.ts";
import { shellWords } from "./_shell_words.ts";
import type { StudyFolder } from "./_study_folder.ts";

const FLAGS = {
  description: text({
    placeholder: "TEXT",
    default: undefined,
    help: "what is studied, where and why, for the study to begin with",
  }),
  "output-dir": text({
    placeholder: "FOLDER",
    default: "benchmark-study",
    help: "folder of the study; what is measured there already is skipped",
  }),
  restart: toggle({ help: "measure all again that is there already" }),
  "skip-graphs": toggle({ help: "draw no graphs" }),
  ...SERVER_FLAGS,
  remote: remoteServers({
    help:
      "a server elsewhere, as rpc://HOST:PORT or http://HOST:PORT; repeatable",
  }),
  "payload-sizes": wholeNumbers({
    default: undefined,
    most: MOST_BYTES,
    help:
      "bytes per payload (default: 64 B, 1 KiB, 10 KiB, 100 KiB, 1 MiB, 10 MiB; 1 KiB and 100 KiB with --quick)",
  }),
  concurrency: wholeNumbers({
    default: undefined,
    help: "clients at once (default: 1,10,50,100; 1,10,50 with --quick)",
  }),
  "warmup-requests": wholeNumber({
    placeholder: "N",
    least: 0,
    default: undefined,
    help:
      "unmeasured requests before latency and concurrency (default: until they are stable)",
  }),
  quick: toggle({
    help: "a sweep of less than a minute, to see that all works",
  }),
  ...JUDGE_FLAGS,
  quiet: toggle({ aliases: ["q"], help: "print no summary" }),
};

type Values = FlagValues<typeof FLAGS>;

/** What is measured where no flag says it. */
const QUICK = {
  payloadSizes: [1024, 102_400],
  clientCounts: [1, 10, 50],
};

/** `rpcbench sweep`: a study of servers by payload and by number of clients. */
export const command: Command = {
  summary: "a study by payload and by number of clients, with graphs and text",
  help: `Usage: rpcbench sweep [flags]

Measures connection time, latency and bandwidth by payload, and ever more
clients at once, step by step, and writes a folder: a document of each step,
results.json of all, graphs, report.html and STUDY.md. Started again in the same
folder, it goes on where it was interrupted.

For servers elsewhere, start them there with rpcbench serve rpc --host ADDRESS.

${describeFlags(FLAGS)}

The summary goes to standard output, progress and notices to standard error.
Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 a step could not be measured,
130 interrupted.`,
  async run(args) {
    const { values } = parseFlags("sweep", FLAGS, args);
    return await sweep(values, args);
  },
};

async function sweep(values: Values, args: readonly string[]): Promise<number> {
  const { remote: remotes } = values;
  const left = serversLeft(values, remotes);
  const {
    FULL_SWEEP_SCALE,
    measureSweep,
    mergeSweep,
    QUICK_SWEEP_SCALE,
    SCENARIO_SERVERS,
    sweepSettings,
    sweepSteps,
  } = await import("../benchmarks/mod.ts");
  const { StudyFolder } = await import("./_study_folder.ts");
  const settings = sweepSettings({
    servers: SCENARIO_SERVERS.filter((server) => left[server]),
    remotes,
    payloadSizes: values["payload-sizes"] ??
      (values.quick ? QUICK.payloadSizes : undefined),
    clientCounts: values.concurrency ??
      (values.quick ? QUICK.clientCounts : undefined),
    scale: {
      ...values.quick ? QUICK_SWEEP_SCALE : FULL_SWEEP_SCALE,
      warmupRequests: values["warmup-requests"],
    },
  });
  const judge = await Judge.prepare(values);
  using folder = await StudyFolder.open(values["output-dir"], settings, values);
  using interruption = new Interruption();
  using progress = new ProgressLine();
  for (const notice of folder.notices) progress.print(notice);
  const { done } = folder;
  const steps = sweepSteps(settings);
  if (done.size > 0) {
    progress.print(
      `${done.size} of ${steps.length} steps are measured already, and skipped`,
    );
  }
  const documents = measureSweep({
    ...settings,
    description: values.description ?? folder.description,
    command: commandLine(args),
    done,
    signal: interruption.signal,
    onProgress: ({ fraction, label }) => progress.update(fraction, label),
  });
  for await (const document of documents) await folder.add(document);
  // Interrupted in the first step, there is nothing to tell of.
  if (folder.documents.length === 0) return ExitCode.interrupted;
  const study = mergeSweep(settings, folder.documents);
  const judgement = await judge.judge(study);
  const { passed, sections } = judgement;
  progress.update(1, "writing the study");
  await writeStudy(study, sections, folder, values, progress);
  await judge.tell(judgement, (line) => progress.print(line));
  for (const warning of study.meta.warnings) {
    progress.print(`warning: ${warning}`);
  }
  if (interruption.signal.aborted) return ExitCode.interrupted;
  if (folder.done.size < steps.length) return ExitCode.failed;
  return passed ? ExitCode.done : ExitCode.checkFailed;
}

/** Writes what there is to read and to look at, and prints the summary. */
async function writeStudy(
  study: ResultDocument,
  verdicts: readonly ReportSection[],
  folder: StudyFolder,
  values: Values,
  progress: ProgressLine,
): Promise<void> {
  const { studyFiles } = await import("../reports/study/study_files.ts");
  try {
    const graphs = !values["skip-graphs"];
    for (const { content, name } of await studyFiles(study, { graphs })) {
      await folder.write(name, content);
    }
    progress.clear();
    progress.print(`wrote ${folder.path}`);
  } finally {
    // What a full disk has no room for is not lost altogether.
    if (!values.quiet) await print(await consoleReport(study, verdicts));
  }
}

/** How to do the same again; what is measured already counts then, too. */
function commandLine(args: readonly string[]): string {
  const words = args.filter((arg) => arg !== "--restart");
  return `rpcbench sweep ${shellWords(words)}`.trim();
}
