import type { Machine } from "../../benchmarks/machine.ts";
import type { MonitoredOperation } from "../operations/_monitored_operation.ts";
import type { OperationInterval } from "../operations/_operation_interval.ts";
import {
  type MonitoredProcess,
  type MonitorRecord,
  RECORD_SCHEMA,
} from "./monitor_record.ts";

/** What all records have in common that are written at once. */
export interface RecordFacts {
  readonly now: Date;
  readonly process: MonitoredProcess;
  readonly machine: Machine;
}

/** The record of an interval that ends now. */
export function recordOf(
  { name, underWay }: MonitoredOperation,
  { duration, failed, failures, latency, since }: OperationInterval,
  { now, process, machine }: RecordFacts,
): MonitorRecord {
  const total = latency.count + failed;
  return {
    schema: RECORD_SCHEMA,
    timestamp: now.toISOString(),
    since: since.toISOString(),
    duration,
    operation: name,
    total_requests: total,
    failed_requests: failed,
    ...total === 0 ? {} : { success_rate: latency.count / total },
    throughput: duration > 0 ? latency.count / duration : 0,
    in_flight: underWay,
    ...latency.count === 0 ? {} : {
      latency: latency.summary(),
      latency_histogram: latency.snapshot().histogram,
    },
    errors: failures.counts(),
    process,
    machine,
  };
}
