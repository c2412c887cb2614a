import type { AbRecord, AbSide } from "../benchmarks/ab_record.ts";
import type { BenchmarkResults } from "../benchmarks/mod.ts";
import { INTERRUPTED } from "../benchmarks/result_document.ts";
import { distinctNames } from "../reports/distinct_names.ts";
import { counted } from "../units/counted.ts";
import { formatDuration } from "../units/units.ts";
import { runsOf } from "../reports/run.ts";
import { AB_FLAGS, type AbFlagValues } from "./_ab_flags.ts";
import { abSections } from "./_ab_sections.ts";
import { type AbTargets, openSides } from "./_ab_sides.ts";
import { CheckOutput } from "./_check_output.ts";
import { type Command, ExitCode } from "./_command.ts";
import { describeFlags, parseFlags } from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { ProgressLine } from "./_progress_line.ts";
import { keptRequest } from "./_request_flags.ts";
import { Report } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** Seconds until a request is given up. */
const DEFAULT_TIMEOUT = 10;

const SIDES: readonly AbSide[] = ["a", "b"];

/** `rpcbench ab`: says which of two is faster, measured in turns. */
export const command: Command = {
  summary:
    "two servers, services or git revisions in turns: is B worse than A?",
  help: `Usage: rpcbench ab A B [flags]

  rpcbench ab git:main git:. --service ./my_service.ts --call search
  rpcbench ab ./old_service.ts ./new_service.ts --call search --args '["x"]'
  rpcbench ab rpc_threaded http_threaded
  rpcbench ab http://127.0.0.1:5000/ping http://127.0.0.1:5001/ping

A and B may each be a server that runs (rpc://host:port/method, http://host/path),
one of rpc_threaded, rpc_forking and http_threaded, a module with a service, a
revision of this git repository (git:REVISION, and git:. for the working tree as
it is; takes --service), or target:MODULE, whose default export is a target.

Both are started. Then one is measured at a time, in blocks of the order A B B A or
B A A B, drawn by lot, so that whatever else the machine does weighs on both alike;
for the next such quad of blocks, both are started anew: until the interval of the
change is narrow enough, or the time is over. Verdicts and intervals are 99 % sure;
less than 1 % is no difference.

${describeFlags(AB_FLAGS)}

Results go to standard output, progress and notices to standard error.
Exit codes: 0 done, 1 B is worse than --fail-on allows, 2 wrong usage, 3 a side does not
answer, 130 interrupted.`,
  async run(args) {
    const { values, operands } = parseFlags("ab", AB_FLAGS, args, 2);
    if (values.threads > values.connections) {
      throw new UsageError(
        `--threads got ${values.threads}; it takes at most the ${values.connections} of --connections`,
      );
    }
    requireTimeForQuad(values);
    return await ab(operands, values);
  },
};

/** Less than four blocks compare nothing. */
function requireTimeForQuad(
  { block = 0, "max-time": maxTime = Infinity }: AbFlagValues,
): void {
  if (4 * block <= maxTime) return;
  throw new UsageError(
    `--block got ${formatDuration(block)}; four blocks take at most the ${
      formatDuration(maxTime)
    } of --max-time`,
  );
}

async function ab(
  operands: readonly string[],
  values: AbFlagValues,
): Promise<number> {
  const report = await Report.prepare(values);
  const checkOutput = await CheckOutput.prepare(values);
  using interruption = new Interruption();
  const { signal } = interruption;
  using progress = new ProgressLine();
  progress.update(0, "starting both sides");
  await using targets = await openSides(operands, values);
  const { record, results } = await measure(targets, values, {
    signal,
    progress,
  });
  progress.clear();
  const document = results.toJSON();
  await report.show(document, await abSections(runsOf(document)));
  const { abChecks } = await import("../verdicts/mod.ts");
  const checks = abChecks(record, { failOn: values["fail-on"] });
  const isShown = !values.quiet && !values.json;
  const lines = await checkOutput.tell("A and B", checks, { isShown });
  for (const line of lines) progress.print(line);
  for (const warning of results.warnings) progress.print(`warning: ${warning}`);
  if (record.ended === "interrupted") return ExitCode.interrupted;
  if (record.ended === "no_answers") return ExitCode.failed;
  return checks.some(({ outcome }) => outcome === "failed")
    ? ExitCode.checkFailed
    : ExitCode.done;
}

/** Puts both sides under load in turns, and gathers what is found of each. */
async function measure(
  targets: AbTargets,
  values: AbFlagValues,
  { progress, signal }: {
    readonly progress: ProgressLine;
    readonly signal: AbortSignal;
  },
): Promise<{ record: AbRecord; results: BenchmarkResults }> {
  const { BenchmarkMetrics, BenchmarkResults, LoadBlocks, loadWarnings } =
    await import("../benchmarks/mod.ts");
  const { measureAbLoad } = await import("../verdicts/mod.ts");
  const {
    connections,
    "in-flight": inFlight,
    threads,
    timeout = DEFAULT_TIMEOUT,
  } = values;
  const [a, b] = distinctNames([targets.a.name, targets.b.name]);
  const names = { a, b };
  const startAnewOf = (side: AbSide) =>
    values["one-start"] ? undefined : targets[side].startAnew;
  const notes = [
    ...SIDES.flatMap((side) => targets[side].note ?? []),
    ...SIDES.filter((side) => startAnewOf(side) === undefined).map((side) =>
      `${
        names[side]
      } was started once: what that start has for good, some per cent, counts as a difference`
    ),
  ];
  for (const note of notes) progress.print(note);
  const { call } = values;
  const asked = { call, ...keptRequest(values) };
  const load = { connections, inFlight, threads, timeout };
  const results = new BenchmarkResults({ ...names, ...asked, ...load });
  const metrics = {
    a: new BenchmarkMetrics({ ...targets.a, name: a }),
    b: new BenchmarkMetrics({ ...targets.b, name: b }),
  };
  const loadOn = (side: AbSide) => ({
    ...load,
    target: targets[side].specification,
    signal,
  });
  progress.update(0, "connecting");
  await using blocksOfA = await LoadBlocks.start(loadOn("a"));
  await using blocksOfB = await LoadBlocks.start(loadOn("b"));
  const sides = { a: blocksOfA, b: blocksOfB };
  const anew = (side: AbSide) => {
    const startAnew = startAnewOf(side);
    return startAnew && (async () => {
      await startAnew();
      await sides[side].reconnect(loadOn(side));
    });
  };
  progress.update(0, "warming up");
  for (const side of SIDES) metrics[side].start();
  const measured = await measureAbLoad({
    sides,
    startAnew: { a: anew("a"), b: anew("b") },
    names,
    decidedBy: values["decide-by"],
    precision: values.precision,
    maxTime: values["max-time"],
    block: values.block,
    seed: values.seed,
    signal,
    onProgress({ fraction, quads }) {
      progress.update(fraction, `${counted(quads, "quad")} measured`);
    },
  });
  const record = { ...measured, notes: [...notes, ...measured.notes ?? []] };
  results.setAb(record);
  for (const side of SIDES) {
    metrics[side].end();
    const result = sides[side].toResult();
    if (result !== undefined) {
      metrics[side].addLoad(result);
      for (const warning of loadWarnings(result)) {
        results.warn(`${names[side]}: ${warning}`);
      }
    }
    results.addResult(names[side], metrics[side]);
  }
  if (record.ended === "interrupted") results.warn(INTERRUPTED);
  if (record.silent !== undefined) {
    results.fail(names[record.silent], "it answers nothing any more");
  }
  results.end();
  return { record, results };
}
