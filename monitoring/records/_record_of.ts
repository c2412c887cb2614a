import type { Machine } from "../../benchmarks/machine.ts";
import type { MonitoredOperation } from "../operations/_monitored_operation.ts";
import type { OperationInterval } from "../operations/_operation_interval.ts";
import {
  type MonitoredProcess,
  type MonitorRecord,
  RECORD_SCHEMA,
} from "./monitor_record.ts";

/** Differences that matter are far above the fourth digit. */
const DIGITS = 4;

/** What all records have in common that are written at once. */
export interface RecordFacts {
  readonly now: Date;
  readonly process: MonitoredProcess;
  readonly machine: Machine;
}

/** What an operation did in an interval, and how often it was under way at its end. */
export interface TakenInterval {
  readonly operation: Pick<MonitoredOperation, "name">;
  readonly interval: OperationInterval;
  readonly inFlight: number;
}

/** The record of an interval that has ended. */
export function recordOf(
  { inFlight, interval, operation }: TakenInterval,
  { now, process, machine }: RecordFacts,
): MonitorRecord {
  const { duration, failed, failures, latency, samples, since } = interval;
  const total = latency.count + failed;
  return {
    schema: RECORD_SCHEMA,
    timestamp: now.toISOString(),
    since: since.toISOString(),
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
    process,
    machine,
  };
}
