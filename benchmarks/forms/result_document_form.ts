import {
  count,
  type Form,
  isObject,
  listOf,
  nullable,
  number,
  object,
  objectOf,
  oneOf,
  optional,
  text,
  truth,
} from "./form.ts";
import { AB } from "./ab_form.ts";
import { CASE } from "./case_form.ts";
import { LOAD } from "./load_form.ts";
import { CASE_PROFILE } from "./profile_form.ts";
import { REMOTE_CALLS } from "./remote_calls_form.ts";
import type {
  BandwidthOfSize,
  BinaryTransferResult,
  ConcurrentResult,
  ConnectionResult,
  FloorResult,
  LatencyOfSize,
  RunMetadata,
  ServerResult,
} from "../result_document.ts";
import type { IterationTimes } from "../iteration_times.ts";
import type { MachineUsage } from "../resource_sampler.ts";
import type { StepRecord, SweepRecord } from "../sweep/sweep_record.ts";
import { ERROR_COUNT, PROCESS_USAGE, SUMMARY } from "./summary_form.ts";

const LATENCY_OF_SIZE = objectOf<LatencyOfSize>({
  size: number,
  latency: SUMMARY,
});

const BANDWIDTH_OF_SIZE = objectOf<BandwidthOfSize>({
  size: number,
  upload: optional(SUMMARY),
  download: optional(SUMMARY),
});

const MACHINE_USAGE = objectOf<MachineUsage>({ mean: number, max: number });

const CONCURRENT = objectOf<ConcurrentResult>({
  connections: number,
  total_requests: count,
  failed_requests: count,
  success_rate: number,
  throughput: number,
  duration: number,
  connection_time: optional(SUMMARY),
  latency: optional(SUMMARY),
  per_connection: optional(listOf(objectOf<ConnectionResult>({
    total_requests: count,
    failed_requests: count,
    connection_time: optional(number),
    latency: optional(SUMMARY),
  }))),
  cpu_usage: optional(MACHINE_USAGE),
  server_process: optional(PROCESS_USAGE),
  client_process: optional(PROCESS_USAGE),
});

const ITERATION_TIMES = objectOf<IterationTimes>({
  group: optional(text),
  mean: number,
  min: number,
  max: number,
  p75: number,
  p99: number,
  p995: number,
  p999: number,
  count: number,
  iterations_per_sample: number,
});

/** What a document says of the run itself. */
export const METADATA: Form = objectOf<RunMetadata>({
  started_at: text,
  duration: number,
  deno: text,
  v8: text,
  os: text,
  cpu_model: text,
  cpu_cores: optional(number),
  memory_bytes: optional(number),
  config: object,
  floor: optional(objectOf<FloorResult>({
    latency: SUMMARY,
    throughput: number,
    connections: number,
    transfer_size: number,
    bandwidth: number,
    bandwidth_discarded: number,
    latency_by_size: optional(listOf(LATENCY_OF_SIZE)),
    bandwidth_by_size: optional(listOf(BANDWIDTH_OF_SIZE)),
    concurrent_scaling: optional(listOf(CONCURRENT)),
  })),
  sweep: optional(objectOf<SweepRecord>({
    description: optional(text),
    command: optional(text),
    steps: listOf(objectOf<StepRecord>({
      name: text,
      started_at: text,
      duration: number,
      completed: truth,
    })),
  })),
  ab: optional(AB),
  warnings: listOf(text),
  failures: optional(listOf(text)),
});

const SERVER_PARTS = objectOf<ServerResult>({
  name: text,
  protocol: text,
  server_mode: text,
  host: optional(text),
  duration: number,
  total_requests: count,
  failed_requests: count,
  success_rate: optional(number),
  throughput: optional(number),
  connection_time: optional(SUMMARY),
  latency: optional(SUMMARY),
  lean_latency: optional(SUMMARY),
  iteration_time: optional(ITERATION_TIMES),
  latency_by_size: optional(listOf(LATENCY_OF_SIZE)),
  upload_bandwidth: optional(SUMMARY),
  download_bandwidth: optional(SUMMARY),
  bandwidth_by_size: optional(listOf(BANDWIDTH_OF_SIZE)),
  binary_transfer: optional(listOf(objectOf<BinaryTransferResult>({
    type: oneOf(
      "upload",
      "download",
      "upload_chunked",
      "download_chunked",
      "upload_streamed",
      "download_streamed",
    ),
    file_size: number,
    chunk_size: nullable(number),
    duration: SUMMARY,
    throughput_mbps: number,
  }))),
  concurrent: optional(CONCURRENT),
  concurrent_scaling: optional(listOf(CONCURRENT)),
  cases: optional(listOf(CASE)),
  profiles: optional(listOf(CASE_PROFILE)),
  load: optional(listOf(LOAD)),
  remote_calls: optional(REMOTE_CALLS),
  cpu_usage: optional(MACHINE_USAGE),
  memory_usage: optional(MACHINE_USAGE),
  server_process: optional(PROCESS_USAGE),
  client_process: optional(PROCESS_USAGE),
  metadata: objectOf<ServerResult["metadata"]>({ errors: listOf(ERROR_COUNT) }),
});

/** What a document says of a server. */
export const SERVER: Form = (value) =>
  SERVER_PARTS(value) ?? faultOfFailures(value);

/** Comparisons count those that did not fail. */
function faultOfFailures(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const { failed_requests: failed, total_requests: total } = value;
  return Number(failed) > Number(total)
    ? `.failed_requests is ${failed}; of total_requests there are ${total}`
    : undefined;
}
