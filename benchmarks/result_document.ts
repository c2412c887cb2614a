import type { RemoteCalls } from "../telemetry/mod.ts";
import type { AbRecord } from "./ab_record.ts";
import type { CaseProfile } from "./scenarios/profile_case.ts";
import type { CaseResult } from "./scenarios/case_result.ts";
import type { IterationTimes } from "./iteration_times.ts";
import type { LoadResult } from "./load/load_result.ts";
import type { Machine } from "./machine.ts";
import type { ResourceUsage } from "./resource_sampler.ts";
import type { Summary } from "./statistics.ts";
import type { SweepRecord } from "./sweep/sweep_record.ts";

/**
 * All that one run found out: what every report and every comparison reads.
 *
 * Beside `meta` there is one result per server, under the server's name. All
 * durations are in seconds and all bandwidths in bytes per second. A key whose
 * value was not measured is absent.
 */
export interface ResultDocument {
  /** What was run, where, and against which floor. */
  readonly meta: RunMetadata;
  /** The result of each server: `rpc_threaded`, `rpc_forking`, `http_threaded`. */
  readonly [server: string]: ServerResult | RunMetadata;
}

/** What was run, where, and against which floor. */
export interface RunMetadata extends Machine {
  /** The form of the document. */
  readonly schema: "rpcbench/1";
  /** When the run began, in ISO 8601; `"unknown"` if another program measured, and did not say. */
  readonly started_at: string;
  /** How long it took, in seconds. */
  readonly duration: number;
  /** The options of the run, as they were in the end. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The least that this runtime can do on this machine; absent if not measured. */
  readonly floor?: FloorResult;
  /** How a sweep came about; absent from what is not of one. */
  readonly sweep?: SweepRecord;
  /** How two of the servers were measured in turns; absent where they were not. */
  readonly ab?: AbRecord;
  /** What a reader should know before believing the numbers. */
  readonly warnings: readonly string[];
  /** Those of the warnings that tell what could not be measured; absent if all could. */
  readonly failures?: readonly string[];
}

/** The warning of a run that ended before its time. */
export const INTERRUPTED = "interrupted: the results are not complete";

/** What a bare TCP connection does, measured in the same run. */
export interface FloorResult {
  /** Seconds for a round trip of a few bytes. */
  readonly latency: Summary;
  /** Round trips per second over all of `connections`. */
  readonly throughput: number;
  /** How many connections gave that throughput. */
  readonly connections: number;
  /** Bytes in one transfer, for the bandwidths: what fits in a cache goes faster. */
  readonly transfer_size: number;
  /** Bytes per second when they are received into one fresh buffer. */
  readonly bandwidth: number;
  /** Bytes per second when they are discarded as they come. */
  readonly bandwidth_discarded: number;
  /** Seconds until a payload came back, by its size. */
  readonly latency_by_size?: readonly LatencyOfSize[];
  /** Bytes per second, each transfer into one fresh buffer, by its size. */
  readonly bandwidth_by_size?: readonly BandwidthOfSize[];
  /** Ever more connections at once, by how many they were. */
  readonly concurrent_scaling?: readonly ConcurrentResult[];
}

/** How long a payload of one size took there and back. */
export interface LatencyOfSize {
  /** Bytes in the payload: as many went as came back. */
  readonly size: number;
  /** Seconds for a round trip. */
  readonly latency: Summary;
}

/** How fast bytes of one size went. */
export interface BandwidthOfSize {
  /** Bytes in one transfer. */
  readonly size: number;
  /** Bytes per second to the server. */
  readonly upload?: Summary;
  /** Bytes per second from the server. */
  readonly download?: Summary;
}

/** In which way a file was transferred. */
export type TransferType =
  | "upload"
  | "download"
  | "upload_chunked"
  | "download_chunked"
  | "upload_streamed"
  | "download_streamed";

/** How long files of one size took in one way. */
export interface BinaryTransferResult {
  /** Whole or in chunks, up or down. */
  readonly type: TransferType;
  /** Bytes in the file. */
  readonly file_size: number;
  /** Bytes in a chunk; `null` if the file went as one value. */
  readonly chunk_size: number | null;
  /** Seconds for one transfer. */
  readonly duration: Summary;
  /** Megabits (10⁶ bits) per second, at the mean duration. */
  readonly throughput_mbps: number;
}

/** How many clients at once were served, and what that used, if it was asked. */
export interface ConcurrentResult
  extends Partial<Omit<ResourceUsage, "memory_usage">> {
  /** How many clients there were, each with a connection of its own. */
  readonly connections: number;
  /** Every attempt, failed ones and failed connections included. */
  readonly total_requests: number;
  /** The attempts that failed. */
  readonly failed_requests: number;
  /** From 0 to 1. */
  readonly success_rate: number;
  /** Served requests per second, all clients together. */
  readonly throughput: number;
  /** Seconds from the first request to the last answer. */
  readonly duration: number;
  /** Seconds to establish a connection while all others do. */
  readonly connection_time?: Summary;
  /** Seconds for a request while all others make theirs. */
  readonly latency?: Summary;
  /** One entry per client, if they were tracked. */
  readonly per_connection?: readonly ConnectionResult[];
}

/** What one of many clients saw. */
export interface ConnectionResult {
  /** Every attempt, failed ones included. */
  readonly total_requests: number;
  /** The attempts that failed. */
  readonly failed_requests: number;
  /** Seconds; absent if the connection failed. */
  readonly connection_time?: number;
  /** Seconds for a request; absent if none succeeded. */
  readonly latency?: Summary;
}

/** Failures of one kind. */
export interface ErrorCount {
  /** The error's name: `"ConnectionLostError"`. */
  readonly kind: string;
  /** How often it occurred. */
  readonly count: number;
  /** The first few messages. */
  readonly examples: readonly string[];
}

/** What else is worth knowing of one server's result. */
export interface ResultMetadata {
  /** What went wrong, by kind. */
  readonly errors: readonly ErrorCount[];
}

/** All that was measured of one server. */
export interface ServerResult extends Partial<ResourceUsage> {
  /** What reports call it. */
  readonly name: string;
  /** `"rpc"`, `"http"`, or whatever else was measured. */
  readonly protocol: string;
  /**
   * `"threaded"`, `"forking"`, or `"external"` for one that runs elsewhere;
   * `"program"` for a program whose own calls were recorded.
   */
  readonly server_mode: string;
  /** Where it listened, if not on the machine that measured: `"192.0.2.7:18812"`. */
  readonly host?: string;
  /** Seconds that the benchmarks of this server took. */
  readonly duration: number;
  /** Every attempt of every benchmark, failed ones included. */
  readonly total_requests: number;
  /** The attempts that failed. */
  readonly failed_requests: number;
  /** From 0 to 1; absent if nothing was attempted. */
  readonly success_rate?: number;
  /** Answered requests per second, where a program in production was monitored. */
  readonly throughput?: number;
  /** Seconds to establish a connection, one after another. */
  readonly connection_time?: Summary;
  /** Seconds for a request, one after another. */
  readonly latency?: Summary;
  /**
   * Seconds for the same request by the lean HTTP client, for an HTTP server: what
   * the server takes. What `latency` has beyond it, `fetch` takes.
   */
  readonly lean_latency?: Summary;
  /** How long iterations took, of a benchmark that `deno bench` has measured. */
  readonly iteration_time?: IterationTimes;
  /** Seconds until a payload came back, by its size. */
  readonly latency_by_size?: readonly LatencyOfSize[];
  /** Bytes per second over all sizes; see `bandwidth_by_size` for each. */
  readonly upload_bandwidth?: Summary;
  /** Bytes per second over all sizes; see `bandwidth_by_size` for each. */
  readonly download_bandwidth?: Summary;
  /** How fast bytes went, by the size of the transfer. */
  readonly bandwidth_by_size?: readonly BandwidthOfSize[];
  /** How long files took. */
  readonly binary_transfer?: readonly BinaryTransferResult[];
  /** Many clients at once. */
  readonly concurrent?: ConcurrentResult;
  /** Ever more clients at once, by how many they were. */
  readonly concurrent_scaling?: readonly ConcurrentResult[];
  /** What the cases of the scenarios found, in the order of the run. */
  readonly cases?: readonly CaseResult[];
  /** Where time and memory went in some of these cases, in runs of their own. */
  readonly profiles?: readonly CaseProfile[];
  /** Runs of load, one after another. */
  readonly load?: readonly LoadResult[];
  /** Which calls a program made, and what they cost it, if telemetry recorded them. */
  readonly remote_calls?: RemoteCalls;
  /** What else is worth knowing. */
  readonly metadata: ResultMetadata;
}

/** The results of a document's servers, by name, in the order of the run. */
export function serverResults(
  document: ResultDocument,
): ReadonlyMap<string, ServerResult> {
  const results = new Map<string, ServerResult>();
  for (const [name, result] of Object.entries(document)) {
    if ("protocol" in result) results.set(name, result);
  }
  return results;
}
