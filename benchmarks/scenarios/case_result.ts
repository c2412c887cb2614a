import type { LoadResult } from "../load/load_result.ts";
import type { ProcessUsage } from "../resource_sampler.ts";
import type { Summary } from "../statistics.ts";
import type {
  CaseGroup,
  CaseParameters,
  ScenarioName,
} from "./scenario_case.ts";
import type { TailAnalysis } from "./tail_analysis.ts";

/**
 * How a duration was spread, in seconds, iteration by iteration: each summary is
 * of as many values as there were iterations with answers.
 */
export interface SpreadOfDuration {
  /** The iterations' medians. */
  readonly p50: Summary;
  /** What 95 % of an iteration's requests took at most. */
  readonly p95: Summary;
  /** What 99 % of them did. */
  readonly p99: Summary;
  /** What 99.9 % of them did. */
  readonly p999: Summary;
}

/** What one case of a scenario found. */
export interface CaseResult {
  /** The scenario that asked. */
  readonly scenario: ScenarioName;
  /** The question that it is part of. */
  readonly group: CaseGroup;
  /** What sets the case apart. */
  readonly parameters: CaseParameters;
  /** The measured iterations, in order. */
  readonly iterations: readonly LoadResult[];
  /** Answers per second, iteration by iteration. */
  readonly throughput: Summary;
  /**
   * Bytes of payload per second, iteration by iteration: of the answers that
   * `throughput` counts. Each goes and comes back, and counts once.
   */
  readonly bandwidth?: Summary;
  /** From when requests were due; absent if none was answered. */
  readonly response_time?: SpreadOfDuration;
  /** From when they were sent; where clients do not wait for answers. */
  readonly service_time?: SpreadOfDuration;
  /** Response times of all iterations together, in seconds. */
  readonly pooled_response_time?: Summary;
  /** Service times of all iterations together, in seconds. */
  readonly pooled_service_time?: Summary;
  /** Every request of the measured iterations, failed ones included. */
  readonly total_requests: number;
  /** The failed ones. */
  readonly failed_requests: number;
  /** Seconds to establish a connection, handshake included, one after another. */
  readonly connection_time?: Summary;
  /** Bytes of a call and its answer on the wire, as part of what they would be uncompressed. */
  readonly compressed_share?: number;
  /** CPU seconds that the server's processes took for one request; absent if interrupted. */
  readonly server_cpu_per_request?: number;
  /**
   * CPU seconds that this process took for one request, in a closed loop: in an
   * open one it mostly waits, awake, until the next is due.
   */
  readonly client_cpu_per_request?: number;
  /** What the server's processes used in the measured iterations. */
  readonly server_process?: ProcessUsage;
  /** What this process used. */
  readonly client_process?: ProcessUsage;
  /** The requests of the last iteration, one by one. */
  readonly tail?: TailAnalysis;
}
