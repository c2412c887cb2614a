import type {
  BenchmarkMetrics,
  LoadPoint,
  LoadResult,
  Pacing,
} from "../benchmarks/mod.ts";
import { formatCount, formatDuration, formatRate } from "../units/units.ts";
import { type Command, ExitCode } from "./_command.ts";
import { describeFlags, parseFlags } from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { Judge } from "./_judge.ts";
import { LOAD_FLAGS, type LoadFlagValues } from "./_load_flags.ts";
import { loadTarget } from "./_load_target.ts";
import type { LoadTarget } from "./_own_server.ts";
import { ProgressLine } from "./_progress_line.ts";
import { Report } from "./_report_flags.ts";
import { keptRequest } from "./_request_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** Seconds that a run lasts of which nothing else says when it ends. */
const DEFAULT_DURATION = 10;
/** Seconds until a request is given up. */
const DEFAULT_TIMEOUT = 10;

/** `rpcbench load`: puts a server under load, and says how it bears it. */
export const command: Command = {
  summary:
    "put any server under load: so many requests per second, or as many as it takes",
  help: `Usage: rpcbench load TARGET [flags]

  rpcbench load http://127.0.0.1:5000/ping --rate 2000 --duration 30s
  rpcbench load rpc://127.0.0.1:18812/echo --args '["hello"]' --connections 50
  rpcbench load --server rpc_threaded ping --rate 100..5000
  rpcbench load --target ./my_target.ts --threads 2

With --rate, requests are due at their time whatever the target does, and their
response time runs from then: a target that stalls cannot hide the queue before
it. Without, each connection waits for an answer before it asks again.

${describeFlags(LOAD_FLAGS)}

Results go to standard output, progress and notices to standard error.
Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 no request succeeded, 130 interrupted.`,
  async run(args) {
    const { values, operands } = parseFlags("load", LOAD_FLAGS, args, 1);
    requireSense(values);
    return await load(operands[0], values);
  },
};

function requireSense(values: LoadFlagValues): void {
  const { rate, poisson, threads, connections } = values;
  if (poisson && rate?.kind !== "constant") {
    throw new UsageError("--poisson takes a --rate of one number");
  }
  if (values.seed !== LOAD_FLAGS.seed.default && !poisson) {
    throw new UsageError("--seed is for --poisson");
  }
  if (threads > connections) {
    throw new UsageError(
      `--threads got ${threads}; it takes at most the ${connections} of --connections`,
    );
  }
}

/** Seconds that the run lasts at most. */
function durationOf(
  { duration, requests }: LoadFlagValues,
): number | undefined {
  if (duration !== undefined) return duration;
  return requests === undefined ? DEFAULT_DURATION : undefined;
}

function pacingOf(values: LoadFlagValues): Pacing | undefined {
  const { rate, seed, poisson } = values;
  // What changes needs to know until when.
  const duration = durationOf(values) ?? DEFAULT_DURATION;
  switch (rate?.kind) {
    case undefined:
      return undefined;
    case "constant":
      return poisson
        ? { kind: "poisson", rate: rate.rate, seed }
        : { kind: "constant", rate: rate.rate };
    case "ramp":
      return { kind: "ramp", from: rate.from, to: rate.to, duration };
    case "step": {
      const each = duration / rate.rates.length;
      return {
        kind: "step",
        steps: rate.rates.map((rate) => ({ rate, duration: each })),
      };
    }
  }
}

async function load(
  operand: string | undefined,
  values: LoadFlagValues,
): Promise<number> {
  const judge = await Judge.prepare(values);
  const report = await Report.prepare(values);
  using progress = new ProgressLine();
  if (values.server !== undefined) {
    progress.update(0, `starting ${values.server}`);
  }
  await using target = await loadTarget(operand, values);
  const { BenchmarkMetrics, BenchmarkResults, loadWarnings } = await import(
    "../benchmarks/mod.ts"
  );
  const { connections, requests, threads, timeout = DEFAULT_TIMEOUT } = values;
  const { name, protocol, serverMode } = target;
  const results = new BenchmarkResults({
    target: name,
    // Else the target has it.
    call: values.server === undefined ? undefined : operand,
    ...keptRequest(values),
    pacing: pacingOf(values),
    duration: durationOf(values),
    requests,
    connections,
    inFlight: values["in-flight"],
    threads,
    timeout,
  });
  const metrics = new BenchmarkMetrics({ name, protocol, serverMode });
  using interruption = new Interruption();
  const { signal } = interruption;
  // Its connections are closed before anything is written: where they have taken all
  // files that this process may open, nothing could be.
  const result = await measure(target, values, { metrics, progress, signal });
  results.addResult(name, metrics);
  for (const warning of loadWarnings(result)) {
    results.warn(`${name}: ${warning}`);
  }
  results.end();
  progress.clear();
  const print = (line: string) => progress.print(line);
  const passed = await judge.show(results.toJSON(), report, print);
  for (const warning of results.warnings) progress.print(`warning: ${warning}`);
  if (signal.aborted) return ExitCode.interrupted;
  if (result.failed_requests === result.total_requests) return ExitCode.failed;
  return passed ? ExitCode.done : ExitCode.checkFailed;
}

/** What goes along with a measurement. */
interface Measuring {
  /** Takes what is measured. */
  readonly metrics: BenchmarkMetrics;
  readonly progress: ProgressLine;
  readonly signal: AbortSignal;
}

/** Makes the load over connections of its own. */
async function measure(
  target: LoadTarget,
  values: LoadFlagValues,
  { metrics, progress, signal }: Measuring,
): Promise<LoadResult> {
  const { LoadGenerator, ResourceSampler } = await import(
    "../benchmarks/mod.ts"
  );
  const { connections, requests, threads, timeout = DEFAULT_TIMEOUT } = values;
  const { processIds, specification, watchEventLoops } = target;
  const duration = durationOf(values);
  progress.update(0, "connecting");
  await using generator = await LoadGenerator.start({
    target: specification,
    connections,
    inFlight: values["in-flight"],
    threads,
    timeout,
    signal,
  });
  await using sampler = await ResourceSampler.start({
    serverProcesses: processIds,
    // Those of other threads make the load if there are several.
    ownEventLoop: threads === 1,
    serverEventLoops: watchEventLoops,
  });
  metrics.start();
  progress.update(0, "no second is over yet");
  let answered = 0;
  const measurement = await generator.run({
    pacing: pacingOf(values),
    duration,
    requests,
    signal,
    onProgress: (point) => {
      answered += point.rate * point.duration;
      progress.update(
        fractionDone(point, answered, duration, requests),
        describe(point),
      );
    },
  });
  metrics.end();
  metrics.setResourceUsage(await sampler.stop());
  const result = measurement.toResult();
  metrics.addLoad(result);
  return result;
}

function describe({ rate, p50, p99, errors }: LoadPoint): string {
  const times = p50 === undefined || p99 === undefined
    ? "no answers"
    : `p50 ${formatDuration(p50)}, p99 ${formatDuration(p99)}`;
  const failures = errors === 0 ? "" : `, ${formatCount(errors)} errors`;
  return `${formatRate(rate)}, ${times}${failures}`;
}

/** How far a run is that ends by its time or by its requests, whichever is first. */
function fractionDone(
  { at, duration: length }: LoadPoint,
  answered: number,
  duration = Infinity,
  requests = Infinity,
): number {
  return Math.min(1, Math.max((at + length) / duration, answered / requests));
}
