import { BenchmarkMetrics } from "../benchmark_metrics.ts";
import { ProcessorPlacement } from "../processor_placement.ts";
import { ResourceSampler } from "../resource_sampler.ts";
import type { ServerResult } from "../result_document.ts";
import { ServerEnd } from "../_server_end.ts";
import type { StepOptions } from "./sweep_benchmarks.ts";
import { questionTitle, type SweepQuestion } from "./sweep_question.ts";
import type { SweepServer } from "./sweep_server.ts";

/** What a step found out. */
export interface StepAnswer {
  /** Under the key of its question; whatever else was measured beside it. */
  readonly result: ServerResult;
  /** What a reader should know before believing it. */
  readonly warnings: readonly string[];
  /** Whether the server served to the end, and at least one request of it. */
  readonly completed: boolean;
}

/** Asks a server one question. An answer that was cut short by `signal` is none. */
export async function measureStep(
  server: SweepServer,
  question: SweepQuestion,
  options: StepOptions,
): Promise<StepAnswer> {
  const { key, processIds, protocol, serverMode } = server;
  const warnings: string[] = [];
  await using placement = needsPlacement(question) && processIds !== undefined
    ? await ProcessorPlacement.separate({ serverProcesses: processIds })
    : undefined;
  if (placement?.separated === false) {
    warnings.push(
      "client and server could not be kept on processors of their own; " +
        "latencies depend on where the scheduler put them",
    );
  }
  using end = new ServerEnd(server.exited);
  await using sampler = await ResourceSampler.start({
    serverProcesses: processIds,
  });
  const metrics = new BenchmarkMetrics({ name: key, protocol, serverMode });
  const signal = AbortSignal.any([options.signal, end.signal]);
  for (
    const benchmark of server.benchmarks(question, { ...options, signal })
  ) {
    try {
      metrics.merge(await benchmark.execute());
    } catch (error) {
      metrics.recordFailure(error);
    }
  }
  metrics.setResourceUsage(await sampler.stop());
  const { failedRequests: failed, totalRequests: total } = metrics;
  let completed = failed < total;
  if (failed > 0 && !options.signal.aborted) {
    const title = `${key}: ${questionTitle(question)}`;
    const how = completed ? "they are in no time" : "none succeeded";
    warnings.push(`${title}: ${failed} of ${total} requests failed; ${how}`);
    const ended = await server.end();
    if (ended !== undefined) {
      warnings.push(`${title}: ${ended}`);
      completed = false;
    }
  }
  const result = answerTo(question, metrics.computeStatistics());
  const { host } = server;
  return {
    result: host === undefined ? result : { ...result, host },
    warnings,
    completed,
  };
}

/** Whether it matters on which processors client and server are: see `ProcessorPlacement`. */
function needsPlacement(question: SweepQuestion): boolean {
  switch (question.kind) {
    case "latency":
    case "latency_by_size":
      return true;
    case "concurrent_scaling":
      return question.clients === 1;
    case "connection_time":
    case "bandwidth_by_size":
      return false;
  }
}

/** Puts what was measured where the answer to the question belongs. */
function answerTo(
  question: SweepQuestion,
  result: ServerResult,
): ServerResult {
  const {
    concurrent,
    latency,
    // They are over all sizes, of which a step knows one.
    upload_bandwidth: _upload,
    download_bandwidth: _download,
    ...others
  } = result;
  switch (question.kind) {
    case "connection_time":
    case "latency":
      return result;
    case "latency_by_size":
      return latency === undefined
        ? others
        : { ...others, latency_by_size: [{ size: question.size, latency }] };
    case "bandwidth_by_size":
      return others;
    case "concurrent_scaling":
      return concurrent === undefined
        ? others
        : { ...others, concurrent_scaling: [concurrent] };
  }
}
