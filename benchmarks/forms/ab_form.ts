import { METRIC_UNITS } from "../metrics/metric_units.ts";
import type { AbBlock, AbMetric, AbRecord } from "../ab_record.ts";
import {
  type Form,
  listOf,
  number,
  objectOf,
  oneOf,
  optional,
  recordOf,
  text,
} from "./form.ts";

const SIDE = oneOf("a", "b");

/** How two sides were measured in turns. */
export const AB: Form = objectOf<AbRecord>({
  a: text,
  b: text,
  notes: optional(listOf(text)),
  metrics: listOf(objectOf<AbMetric>({
    name: text,
    unit: oneOf(...METRIC_UNITS),
    better: oneOf("lower", "higher"),
  })),
  decided_by: text,
  precision: number,
  max_time: number,
  seed: number,
  started_anew: optional(listOf(SIDE)),
  ended: oneOf("precise", "out_of_time", "interrupted", "no_answers"),
  silent: optional(SIDE),
  blocks: listOf(objectOf<AbBlock>({
    side: SIDE,
    at: number,
    duration: number,
    total_requests: number,
    failed_requests: number,
    values: recordOf(number),
  })),
});
