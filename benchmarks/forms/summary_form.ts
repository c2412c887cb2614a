import {
  type Form,
  listOf,
  number,
  objectOf,
  optional,
  share,
  text,
  tupleOf,
} from "./form.ts";
import type { EventLoopLateness, EventLoopUsage } from "../event_loop_usage.ts";
import type { ProcessUsage } from "../resource_sampler.ts";
import type { ErrorCount } from "../result_document.ts";
import type { Summary } from "../statistics.ts";

/** A set of samples. */
export const SUMMARY: Form = objectOf<Summary>({
  mean: number,
  median: number,
  min: number,
  max: number,
  stdev: number,
  p25: optional(number),
  p75: number,
  p90: number,
  p95: number,
  p99: number,
  p999: number,
  count: number,
  distribution: optional(listOf(tupleOf(share, number))),
  samples: optional(listOf(number)),
});

/** Failures of one kind. */
export const ERROR_COUNT: Form = objectOf<ErrorCount>({
  kind: text,
  count: number,
  examples: listOf(text),
});

/** What processes used. */
export const PROCESS_USAGE: Form = objectOf<ProcessUsage>({
  cpu_seconds: number,
  processor_wait: optional(number),
  rss_max: number,
  event_loop: optional(objectOf<EventLoopUsage>({
    utilization: number,
    delay: objectOf<EventLoopLateness>({ mean: number, max: number }),
  })),
});
