import type { CaseResult, SpreadOfDuration } from "../scenarios/case_result.ts";
import {
  type CaseGroup,
  type CaseParameters,
  SCENARIO_NAMES,
} from "../scenarios/scenario_case.ts";
import type { Outlier, TailAnalysis } from "../scenarios/tail_analysis.ts";
import {
  count,
  type Form,
  listOf,
  number,
  objectOf,
  oneOf,
  optional,
  text,
} from "./form.ts";
import { LOAD } from "./load_form.ts";
import { PROCESS_USAGE, SUMMARY } from "./summary_form.ts";

const GROUPS: Readonly<Record<CaseGroup, true>> = {
  payload_size: true,
  client_count: true,
  scheduler: true,
  latency_under_load: true,
  latency_by_payload_size: true,
  tail_latency: true,
  compression: true,
  security: true,
  compression_and_security: true,
  ordering: true,
};

const SPREAD = objectOf<SpreadOfDuration>({
  p50: SUMMARY,
  p95: SUMMARY,
  p99: SUMMARY,
  p999: SUMMARY,
});

/** What sets a case apart, and what it is about. */
export const CASE_FACTS = {
  scenario: oneOf(...SCENARIO_NAMES),
  group: oneOf(...Object.keys(GROUPS)),
  parameters: objectOf<CaseParameters>({
    clients: number,
    rate: optional(number),
    payload_size: optional(number),
    content: optional(text),
    service_time: optional(number),
    scheduler: optional(text),
    ordering_keys: optional(text),
    compression: optional(text),
    security: optional(text),
  }),
} as const;

/** A case of a scenario. */
export const CASE: Form = objectOf<CaseResult>({
  ...CASE_FACTS,
  iterations: listOf(LOAD),
  throughput: SUMMARY,
  bandwidth: optional(SUMMARY),
  response_time: optional(SPREAD),
  service_time: optional(SPREAD),
  pooled_response_time: optional(SUMMARY),
  pooled_service_time: optional(SUMMARY),
  total_requests: count,
  failed_requests: count,
  connection_time: optional(SUMMARY),
  compressed_share: optional(number),
  server_cpu_per_request: optional(number),
  client_cpu_per_request: optional(number),
  server_process: optional(PROCESS_USAGE),
  client_process: optional(PROCESS_USAGE),
  tail: optional(objectOf<TailAnalysis>({
    median: number,
    median_absolute_deviation: number,
    jitter: number,
    outlier_threshold: number,
    outlier_count: number,
    outliers: listOf(objectOf<Outlier>({
      time: number,
      response_time: number,
    })),
    response_times: listOf(number),
  })),
});
