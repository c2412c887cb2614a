import {
  count,
  type Form,
  formBy,
  listOf,
  number,
  objectOf,
  oneOf,
  optional,
  truth,
} from "./form.ts";
import type { GeneratorResult, LoadResult } from "../load/load_result.ts";
import type { LoadPoint } from "../load/load_series.ts";
import type { RampPacing, StepPacing } from "../load/pacer.ts";
import { ERROR_COUNT, SUMMARY } from "./summary_form.ts";

const RATE = objectOf<{ rate: number }>({ rate: number });

/** A run of load. */
export const LOAD: Form = objectOf<LoadResult>({
  loop: oneOf("closed", "open"),
  pacing: optional(formBy("kind", {
    constant: RATE,
    poisson: RATE,
    ramp: objectOf<RampPacing>({ from: number, to: number }),
    step: objectOf<StepPacing>({ steps: listOf(RATE) }),
  })),
  offered_rate: optional(number),
  achieved_rate: number,
  throughput: number,
  connections: number,
  in_flight: number,
  threads: number,
  duration: number,
  interrupted: truth,
  total_requests: count,
  failed_requests: count,
  unsent_requests: count,
  success_rate: optional(number),
  bytes_sent: number,
  bytes_received: number,
  connection_time: optional(SUMMARY),
  failed_connections: count,
  response_time: optional(SUMMARY),
  service_time: optional(SUMMARY),
  waiting_time: optional(SUMMARY),
  generator: objectOf<GeneratorResult>({
    late_sends: number,
    late_share: number,
    latest_send: number,
    cpu: number,
  }),
  series: listOf(objectOf<LoadPoint>({
    at: number,
    duration: number,
    rate: number,
    p50: optional(number),
    p99: optional(number),
    errors: number,
  })),
  errors: listOf(ERROR_COUNT),
  connection_errors: listOf(ERROR_COUNT),
});
