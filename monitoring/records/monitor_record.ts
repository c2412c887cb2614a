import type { Machine } from "../../benchmarks/machine.ts";
import type { ErrorCount } from "../../benchmarks/result_document.ts";
import type { Summary } from "../../benchmarks/statistics.ts";

/** The form of a record. */
export const RECORD_SCHEMA: MonitorRecord["schema"] = "rpcbench-monitor/1";

/**
 * What one operation did in one interval: a line of what a monitor writes. All
 * numbers are of that interval alone. Durations are in seconds.
 */
export interface MonitorRecord {
  /** The form of the record. */
  readonly schema: "rpcbench-monitor/1";
  /** When the interval ended, in ISO 8601, by the time of the day. */
  readonly timestamp: string;
  /** When it began: longer ago than usual if it could not be written before. */
  readonly since: string;
  /** Seconds from its begin to its end, even if the time of the day was set in it. */
  readonly duration: number;
  /**
   * What was done: the name that the program gave it; `call/getUser` for a call of
   * a connection, and `answer/getUser` for one that this end answered.
   */
  readonly operation: string;
  /** All that ended in the interval, failed ones included. */
  readonly total_requests: number;
  /** Those that failed. */
  readonly failed_requests: number;
  /** From 0 to 1; absent if nothing ended. */
  readonly success_rate?: number;
  /** Successes per second. */
  readonly throughput: number;
  /** How many were under way when it ended. */
  readonly in_flight: number;
  /**
   * Seconds that successes took, with some 60 of them at most, evenly spread;
   * absent if there were none.
   */
  readonly latency?: Summary;
  /**
   * The same as an HDR histogram of nanoseconds, encoded as HdrHistogram's log
   * files have it, so that intervals can be merged.
   */
  readonly latency_histogram?: string;
  /** The failures, by kind. */
  readonly errors: readonly ErrorCount[];
  /** What the process used, for all of its operations. */
  readonly process: MonitoredProcess;
  /** Where that was. */
  readonly machine: Machine;
}

/** What a monitored process used in an interval. */
export interface MonitoredProcess {
  /** Its id. */
  readonly pid: number;
  /** CPU seconds that it used in the interval. */
  readonly cpu_seconds: number;
  /** Bytes of memory that it had at the end of it. */
  readonly rss: number;
}
