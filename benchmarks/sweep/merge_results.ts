import { ErrorLog } from "../error_log.ts";
import type { EventLoopUsage } from "../event_loop_usage.ts";
import type { MachineUsage, ProcessUsage } from "../resource_sampler.ts";
import type { ServerResult } from "../result_document.ts";
import { withoutUndefined } from "../_without_undefined.ts";

/**
 * One result of two that are about one server, each with its own questions;
 * where both have the answer to one, the first's is taken.
 */
export function mergeResults(
  one: ServerResult,
  other: ServerResult,
): ServerResult {
  const total_requests = one.total_requests + other.total_requests;
  const failed_requests = one.failed_requests + other.failed_requests;
  const errors = new ErrorLog();
  errors.addCounts(one.metadata.errors);
  errors.addCounts(other.metadata.errors);
  return withoutUndefined({
    ...other,
    ...one,
    duration: one.duration + other.duration,
    total_requests,
    failed_requests,
    success_rate: total_requests === 0
      ? undefined
      : (total_requests - failed_requests) / total_requests,
    latency_by_size: mergeSeries(
      one.latency_by_size,
      other.latency_by_size,
      ({ size }) => size,
    ),
    bandwidth_by_size: mergeSeries(
      one.bandwidth_by_size,
      other.bandwidth_by_size,
      ({ size }) => size,
    ),
    concurrent_scaling: mergeSeries(
      one.concurrent_scaling,
      other.concurrent_scaling,
      ({ connections }) => connections,
    ),
    cpu_usage: mergeMachineUsage(
      one.cpu_usage,
      other.cpu_usage,
      one.duration,
      other.duration,
    ),
    memory_usage: mergeMachineUsage(
      one.memory_usage,
      other.memory_usage,
      one.duration,
      other.duration,
    ),
    server_process: mergeProcessUsage(one.server_process, other.server_process),
    client_process: mergeProcessUsage(one.client_process, other.client_process),
    metadata: { errors: errors.counts() },
  });
}

/**
 * One series of two, by what their entries are about, the least first; of two
 * entries about the same, the better one, or the first.
 */
export function mergeSeries<Entry>(
  one: readonly Entry[] | undefined,
  other: readonly Entry[] | undefined,
  about: (entry: Entry) => number,
  better: (one: Entry, other: Entry) => Entry = (one) => one,
): Entry[] | undefined {
  if (one === undefined && other === undefined) return undefined;
  const entries = new Map<number, Entry>();
  for (const entry of [...one ?? [], ...other ?? []]) {
    const known = entries.get(about(entry));
    const best = known === undefined ? entry : better(known, entry);
    entries.set(about(entry), best);
  }
  return [...entries.values()].toSorted((a, b) => about(a) - about(b));
}

/** The mean over both times, and the greater of the greatest. */
function mergeMachineUsage(
  one: MachineUsage | undefined,
  other: MachineUsage | undefined,
  oneDuration: number,
  otherDuration: number,
): MachineUsage | undefined {
  const duration = oneDuration + otherDuration;
  if (one === undefined || other === undefined || duration === 0) {
    return one ?? other;
  }
  return {
    mean: (one.mean * oneDuration + other.mean * otherDuration) / duration,
    max: Math.max(one.max, other.max),
  };
}

function mergeProcessUsage(
  one: ProcessUsage | undefined,
  other: ProcessUsage | undefined,
): ProcessUsage | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const event_loop = worseEventLoop(one.event_loop, other.event_loop);
  return {
    ...event_loop && { event_loop },
    ...one.processor_wait !== undefined &&
      other.processor_wait !== undefined &&
      { processor_wait: one.processor_wait + other.processor_wait },
    cpu_seconds: one.cpu_seconds + other.cpu_seconds,
    rss_max: Math.max(one.rss_max, other.rss_max),
  };
}

function worseEventLoop(
  one: EventLoopUsage | undefined,
  other: EventLoopUsage | undefined,
): EventLoopUsage | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    utilization: Math.max(one.utilization, other.utilization),
    delay: {
      mean: Math.max(one.delay.mean, other.delay.mean),
      max: Math.max(one.delay.max, other.delay.max),
    },
  };
}
