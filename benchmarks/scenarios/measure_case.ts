import { summaryOf } from "../_summary_of.ts";
import { withoutUndefined } from "../_without_undefined.ts";
import {
  type AnsweredRequest,
  LoadGenerator,
  type LoadMeasurement,
  type LoadPlan,
  type LoadResult,
  type Target,
} from "../load/mod.ts";
import { ResourceSampler } from "../resource_sampler.ts";
import { SampleRecorder } from "../sample_recorder.ts";
import { summarize, type Summary } from "../statistics.ts";
import type { CaseResult, SpreadOfDuration } from "./case_result.ts";
import type { ScenarioCase } from "./scenario_case.ts";
import type { RunningServer } from "./scenario_server.ts";
import { analyzeTail, timedRequests } from "./tail_analysis.ts";

/** Seconds that the iteration to warm up lasts at most: V8 is done by then. */
export const LONGEST_WARM_UP = 5;

/** Seconds until a forking server has a process for one more connection. */
const SECONDS_TO_FORK = 0.05;

/** How a case is measured. */
export interface MeasureCaseOptions {
  /** Measured iterations. */
  readonly iterations: number;
  /** Connections made one after another, if connecting is part of the case. */
  readonly handshakes: number;
  /** Ends the case early. */
  readonly signal: AbortSignal;
  /** Hears how much of the case is done, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Measures one case: all its clients connect, one iteration warms up, and the
 * others count. `undefined` if it was interrupted before the first had ended.
 */
export async function measureCase(
  testCase: ScenarioCase,
  running: RunningServer,
  options: MeasureCaseOptions,
): Promise<CaseResult | undefined> {
  const { group, parameters, scenario } = testCase;
  const { payload_size, rate } = parameters;
  const { iterations, onProgress, signal } = options;
  const target = await running.target(parameters);
  const connectionTime = group === "security"
    ? await measureHandshakes(target, options)
    : undefined;
  await using generator = await LoadGenerator.start({
    target,
    connections: parameters.clients,
    signal,
  });
  await generator.run({ ...planOf(testCase, LONGEST_WARM_UP), signal });
  let lastRequests: readonly AnsweredRequest[] = [];
  const measurements: LoadMeasurement[] = [];
  await using sampler = await ResourceSampler.start({
    serverProcesses: () => running.server.processIds(),
    ownEventLoop: true,
    serverEventLoops: () => running.server.watchEventLoops(),
  });
  while (measurements.length < iterations && !signal.aborted) {
    onProgress((1 + measurements.length) / (1 + iterations));
    const requests: AnsweredRequest[] = [];
    const measurement = await generator.run({
      ...planOf(testCase),
      signal,
      onAnswer: group === "tail_latency"
        ? (request) => requests.push(request)
        : undefined,
    });
    if (signal.aborted) break;
    measurements.push(measurement);
    lastRequests = requests;
  }
  // Of an interrupted iteration, nothing counts.
  const usage = signal.aborted ? undefined : await sampler.stop();
  if (measurements.length === 0) return undefined;
  // A report draws the curve of all of them together.
  const results = measurements.map((measurement) =>
    measurement.toResult({ distribution: false })
  );
  const total = sum(results.map(({ total_requests }) => total_requests));
  const perRequest = (seconds: number | undefined) =>
    seconds === undefined || total === 0 ? undefined : seconds / total;
  return withoutUndefined({
    scenario,
    group,
    parameters,
    iterations: results,
    throughput: summarize(results.map(({ throughput }) => throughput)),
    bandwidth: payload_size === undefined ? undefined : summarize(
      results.map(({ throughput }) => throughput * payload_size),
    ),
    response_time: spreadOf(results, ({ response_time }) => response_time),
    service_time: spreadOf(results, ({ service_time }) => service_time),
    pooled_response_time: pool(measurements, (one) => one.responseTimes),
    pooled_service_time: rate === undefined
      ? undefined
      : pool(measurements, (one) => one.serviceTimes),
    total_requests: total,
    failed_requests: sum(results.map(({ failed_requests }) => failed_requests)),
    connection_time: connectionTime,
    compressed_share: await running.compressedShare(parameters),
    server_cpu_per_request: perRequest(usage?.server_process?.cpu_seconds),
    client_cpu_per_request: rate === undefined
      ? perRequest(usage?.client_process.cpu_seconds)
      : undefined,
    server_process: usage?.server_process,
    client_process: usage?.client_process,
    tail: lastRequests.length === 0
      ? undefined
      : analyzeTail(timedRequests(lastRequests)),
  });
}

/** What an iteration of a case asks of the load generator. */
export function planOf(
  { length, parameters: { rate } }: ScenarioCase,
  longest: number = Infinity,
): LoadPlan {
  return {
    duration: Math.min(length.duration, longest),
    requests: length.requests,
    pacing: rate === undefined ? undefined : { kind: "constant", rate },
  };
}

/** About how many seconds a case takes. */
export function secondsToMeasure(
  { length: { duration }, parameters: { clients }, server }: ScenarioCase,
  iterations: number,
): number {
  const toConnect = server === "rpc_forking" ? SECONDS_TO_FORK * clients : 0;
  return toConnect + Math.min(duration, LONGEST_WARM_UP) +
    iterations * duration;
}

/** Seconds to connect, one connection after another. */
async function measureHandshakes(
  target: Target,
  { handshakes, signal }: MeasureCaseOptions,
): Promise<Summary | undefined> {
  const recorder = new SampleRecorder();
  // The first is not counted: both ends compile what they do.
  for (let i = 0; i <= handshakes && !signal.aborted; i++) {
    const start = performance.now();
    await using _connection = await target.connect(signal);
    if (i > 0) recorder.record((performance.now() - start) / 1000);
  }
  return summaryOf(recorder);
}

function spreadOf(
  results: readonly LoadResult[],
  summaryOf: (result: LoadResult) => Summary | undefined,
): SpreadOfDuration | undefined {
  const summaries = results.map(summaryOf)
    .filter((summary) => summary !== undefined);
  if (summaries.length === 0) return undefined;
  return {
    p50: summarize(summaries.map(({ median }) => median)),
    p95: summarize(summaries.map(({ p95 }) => p95)),
    p99: summarize(summaries.map(({ p99 }) => p99)),
    p999: summarize(summaries.map(({ p999 }) => p999)),
  };
}

function pool(
  measurements: readonly LoadMeasurement[],
  recorderOf: (measurement: LoadMeasurement) => SampleRecorder,
): Summary | undefined {
  const all = new SampleRecorder();
  for (const measurement of measurements) all.merge(recorderOf(measurement));
  return summaryOf(all, { distribution: true });
}

function sum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
