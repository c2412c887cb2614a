import type {
  ChatterFinding,
  FindingFacts,
  LoopFinding,
  MethodStatistics,
  NestingFinding,
  RemoteCalls,
  RepeatedValueFinding,
  SectionStatistics,
  TelemetryStatistics,
  UnreleasedFinding,
} from "../../telemetry/mod.ts";
import {
  type Form,
  formBy,
  listOf,
  number,
  object,
  objectOf,
  optional,
  text,
  truth,
} from "./form.ts";

const METHODS = listOf(objectOf<MethodStatistics>({
  name: text,
  calls: number,
  failed: number,
  total: number,
  mean: number,
  p50: number,
  p99: number,
  bytes_out: number,
  bytes_in: number,
  slow_calls: number,
  slow_total: number,
}));

const FINDING: { readonly [Key in keyof FindingFacts]: Form } = {
  location: optional(objectOf<NonNullable<FindingFacts["location"]>>({
    file: text,
    line: number,
    column: number,
  })),
  calls: number,
  seconds: number,
  bytes: number,
  savedRoundTrips: number,
  fix: text,
};

/** The calls of a program. */
export const REMOTE_CALLS: Form = objectOf<RemoteCalls>({
  statistics: objectOf<TelemetryStatistics>({
    total_calls: number,
    network_round_trips: number,
    slow_calls: number,
    mean_call_duration: number,
    failed_calls: number,
    bytes_out: number,
    bytes_in: number,
    methods: METHODS,
    answered_methods: METHODS,
  }),
  sections: listOf(objectOf<SectionStatistics>({
    name: text,
    entries: number,
    duration: number,
    total_calls: number,
    network_round_trips: number,
    references_created: number,
  })),
  findings: listOf(formBy("kind", {
    calls_in_a_loop: objectOf<LoopFinding>({
      ...FINDING,
      method: text,
      loops: number,
      overlapping: number,
      isEstimate: truth,
    }),
    property_chatter: objectOf<ChatterFinding>({
      ...FINDING,
      className: text,
      objects: number,
      properties: listOf(text),
    }),
    deep_nesting: objectOf<NestingFinding>({
      ...FINDING,
      stack: listOf(text),
      times: number,
    }),
    unreleased_references: objectOf<UnreleasedFinding>({
      ...FINDING,
      className: text,
      method: text,
      references: number,
    }),
    repeated_value: objectOf<RepeatedValueFinding>({
      ...FINDING,
      direction: text,
      method: text,
      valueBytes: number,
    }),
  })),
  calls: listOf(object),
});
