import type { Machine } from "../../benchmarks/machine.ts";
import type { Moment } from "../operations/_moment.ts";
import type { TakenInterval } from "../operations/_monitored_operations.ts";
import { type MonitorRecord, RECORD_SCHEMA } from "./monitor_record.ts";

/** Differences that matter are far above the fourth digit. */
const DIGITS = 4;

/** What all records have in common that are written at once. */
export interface RecordFacts {
  readonly end: Moment;
  /** Bytes of memory of the process. */
  readonly rss: number;
  readonly machine: Machine;
}

/** The record of an interval that has ended. */
export function recordOf(
  { inFlight, interval, operation }: TakenInterval,
  { end, machine, rss }: RecordFacts,
): MonitorRecord {
  const { begin, failed, failures, latency, samples } = interval;
  const duration = end.elapsed - begin.elapsed;
  const total = latency.count + failed;
  return {
    schema: RECORD_SCHEMA,
    timestamp: end.date.toISOString(),
    since: begin.date.toISOString(),
    duration,
    operation: operation.name,
    total_requests: total,
    failed_requests: failed,
    ...total === 0 ? {} : { success_rate: latency.count / total },
    throughput: duration > 0 ? latency.count / duration : 0,
    in_flight: inFlight,
    ...latency.count === 0 ? {} : {
      latency: {
        ...latency.summary(),
        samples: samples.values()
          .map((sample) => Number(sample.toPrecision(DIGITS))),
      },
      latency_histogram: latency.snapshot().histogram,
    },
    errors: failures.counts(),
    process: {
      pid: Deno.pid,
      cpu_seconds: end.cpuSeconds - begin.cpuSeconds,
      rss,
    },
    machine,
  };
}
