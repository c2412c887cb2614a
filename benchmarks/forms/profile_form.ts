import type { MemoryReading, TableSizes } from "../../servers/mod.ts";
import {
  type Form,
  listOf,
  number,
  objectOf,
  optional,
  text,
  truth,
} from "./form.ts";
import { CASE_FACTS } from "./case_form.ts";
import type { ActivityResult } from "../profiling/activity.ts";
import type { CodeOrigin } from "../profiling/code_origin.ts";
import type {
  CallTreeNode,
  CodePlace,
  CpuResult,
  FunctionTime,
  OriginTime,
} from "../profiling/function_time.ts";
import type { AllocationPlace, HeapResult } from "../profiling/heap_result.ts";
import type {
  LeakCheckFindings,
  LeakCheckSide,
} from "../profiling/leak_check_result.ts";
import type { MemoryResult } from "../profiling/memory_result.ts";
import type {
  EventLoopResult,
  ProfiledSideResult,
} from "../profiling/profile_result.ts";
import type { ActivityOfSides } from "../profiling/profiled_run.ts";
import type {
  CaseProfile,
  ExplainedOutlier,
} from "../scenarios/profile_case.ts";

const ORIGIN = objectOf<CodeOrigin>({ kind: text, name: text });

const PLACE = {
  name: text,
  module: text,
  line: optional(number),
  origin: ORIGIN,
};

const FUNCTION_TIMES = listOf(objectOf<FunctionTime>({
  ...PLACE,
  self: number,
  total: number,
  self_share: number,
  total_share: number,
}));

const CALL_TREE: Form = listOf(objectOf<CallTreeNode>({
  ...PLACE,
  self: number,
  total: number,
  children: (value) => CALL_TREE(value),
}));

const MEMORY: { readonly [Key in keyof MemoryReading]: Form } = {
  rss: number,
  heap_used: number,
  heap_total: number,
  external: number,
};

const MEMORY_READING = objectOf<MemoryReading>(MEMORY);

const TABLES = objectOf<TableSizes>({
  connections: number,
  calls_in_flight: number,
  calls_queued: number,
  ordering_keys: number,
  references_held: number,
  references_lent: number,
});

const SIDE = objectOf<ProfiledSideResult>({
  processes: number,
  cpu: objectOf<CpuResult>({
    duration: number,
    busy: number,
    samples: number,
    interval: number,
    by_self: FUNCTION_TIMES,
    by_total: FUNCTION_TIMES,
    by_origin: listOf(objectOf<OriginTime>({
      origin: ORIGIN,
      self: number,
      share: number,
    })),
    call_tree: optional(CALL_TREE),
  }),
  heap: optional(objectOf<HeapResult>({
    bytes: number,
    by_place: listOf(objectOf<AllocationPlace>({
      ...PLACE,
      bytes: number,
      share: number,
    })),
  })),
  memory: objectOf<MemoryResult>({
    start: MEMORY_READING,
    end: MEMORY_READING,
    peak: MEMORY_READING,
    increase: MEMORY_READING,
    series: listOf(objectOf<MemoryResult["series"][number]>({
      at: number,
      ...MEMORY,
    })),
  }),
  event_loop: objectOf<EventLoopResult>({ mean: number, max: number }),
  tables: TABLES,
  clock_accuracy: number,
  files: listOf(text),
});

const LEAK_CHECK_SIDE = objectOf<LeakCheckSide>({
  growth: number,
  memory: listOf(number),
  tables: TABLES,
});

const ACTIVITIES = listOf(objectOf<ActivityResult>({
  mostly: text,
  idle: number,
  garbage_collection: number,
  running: number,
  function: optional(objectOf<CodePlace>(PLACE)),
  event_loop_delay: optional(number),
}));

/** Where time and memory went in a case. */
export const CASE_PROFILE: Form = objectOf<CaseProfile>({
  ...CASE_FACTS,
  name: text,
  client: SIDE,
  server: optional(SIDE),
  leak_check: optional(
    objectOf<LeakCheckFindings & { passed: boolean; reasons?: unknown }>({
      passed: truth,
      reasons: optional(listOf(text)),
      iterations: number,
      most_growth: number,
      client: LEAK_CHECK_SIDE,
      server: LEAK_CHECK_SIDE,
    }),
  ),
  outliers: listOf(objectOf<ExplainedOutlier>({
    time: number,
    response_time: number,
    activity: objectOf<ActivityOfSides>({
      client: ACTIVITIES,
      server: ACTIVITIES,
    }),
  })),
});
