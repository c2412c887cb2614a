import type { ErrorCount } from "../result_document.ts";
import type { Summary } from "../statistics.ts";
import type { LoadPoint } from "./load_series.ts";
import type { Pacing } from "./pacer.ts";

/** How well the load generator kept up, whatever the target did. */
export interface GeneratorResult {
  /** Requests that left more than 1 ms late although a connection was free. */
  readonly late_sends: number;
  /** Of all that left, from 0 to 1. */
  readonly late_share: number;
  /** Seconds by which the latest of them was late. */
  readonly latest_send: number;
  /**
   * Of a processor, per thread, from 0 to 1: the time that the generator worked,
   * not that it passed until the next request was due.
   */
  readonly cpu: number;
}

/** One run of load. */
export interface LoadResult {
  /** Whether requests waited for answers (`"closed"`) or for their time (`"open"`). */
  readonly loop: "closed" | "open";
  /** When requests were due, in an open loop. */
  readonly pacing?: Pacing;
  /** Requests that were due per second, in an open loop. */
  readonly offered_rate?: number;
  /** Requests that left per second, while load was made. */
  readonly achieved_rate: number;
  /** Answers per second that came while load was made. */
  readonly throughput: number;
  /** How many connections there were. */
  readonly connections: number;
  /** How many requests each had under way at most. */
  readonly in_flight: number;
  /** How many threads made the load. */
  readonly threads: number;
  /** Seconds that load was made for; waiting for the last answers comes after. */
  readonly duration: number;
  /** Whether it ended before its time. */
  readonly interrupted: boolean;
  /** Every request that was due, failed ones included. */
  readonly total_requests: number;
  /** The failed ones. */
  readonly failed_requests: number;
  /** The failed ones that never left: there was no connection, or none was free in time. */
  readonly unsent_requests: number;
  /** From 0 to 1; absent if there was no request. */
  readonly success_rate?: number;
  /** Bytes in the bodies of what was answered, to the target. */
  readonly bytes_sent: number;
  /** Bytes in the bodies of the answers. */
  readonly bytes_received: number;
  /** Seconds to establish a connection, since the generator was started. */
  readonly connection_time?: Summary;
  /** Attempts to connect that failed, since the generator was started. */
  readonly failed_connections: number;
  /** Seconds from when a request was due (in a closed loop: was sent) to its answer. */
  readonly response_time?: Summary;
  /** Seconds from when it was sent to its answer; in an open loop. */
  readonly service_time?: Summary;
  /** Seconds from when it was due to when it was sent; in an open loop. */
  readonly waiting_time?: Summary;
  /** How well the generator kept up. */
  readonly generator: GeneratorResult;
  /**
   * How each second went; in a run of over 600 s, how some seconds did, and of load
   * in blocks, how each block did.
   */
  readonly series: readonly LoadPoint[];
  /** Why requests failed, by kind. */
  readonly errors: readonly ErrorCount[];
  /** Why connections failed, by kind. */
  readonly connection_errors: readonly ErrorCount[];
}
