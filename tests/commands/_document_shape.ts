import type {
  AbBlock,
  AbMetric,
  AbRecord,
  BandwidthOfSize,
  BinaryTransferResult,
  ConcurrentResult,
  ConnectionResult,
  ErrorCount,
  EventLoopUsage,
  FloorResult,
  LatencyOfSize,
  ProcessUsage,
  ResultDocument,
  RunMetadata,
  ServerResult,
  StepRecord,
  Summary,
  SweepRecord,
} from "../../benchmarks/mod.ts";
import type { RemoteCalls } from "../../telemetry/mod.ts";

/** What a value must be; returns what is wrong with it, each with its path. */
type Check = (value: unknown, path: string) => string[];

/**
 * A check for every key of a type: the compiler asks for one when the type gets
 * another key, and refuses one for a key that there is not.
 */
type Shape<Type> = {
  readonly [Key in keyof Type]-?: undefined extends Type[Key] ? OptionalCheck
    : Check;
};

/** A check of what may be absent. */
type OptionalCheck = Check & { readonly optional: true };

function shape<Type>(checks: Shape<Type>): Check {
  const entries = Object.entries<Check>(checks);
  return (value, path) => {
    if (!isRecord(value)) return [`${path} is no object`];
    const unknown = Object.keys(value).filter((key) => !(key in checks));
    return [
      ...unknown.map((key) => `${path}.${key} is not in the type`),
      ...entries.flatMap(([key, check]) =>
        key in value
          ? check(value[key], `${path}.${key}`)
          : "optional" in check
          ? []
          : [`${path}.${key} is missing`]
      ),
    ];
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function is(what: string, holds: (value: unknown) => boolean): Check {
  return (value, path) =>
    holds(value)
      ? []
      : [`${path} is ${JSON.stringify(value)}; it should be ${what}`];
}

function optional(check: Check): OptionalCheck {
  const copy: Check = (value, path) => check(value, path);
  return Object.assign(copy, { optional: true as const });
}

function array(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((element, i) => check(element, `${path}[${i}]`))
      : [`${path} is no array`];
}

const text = is("text", (value) => typeof value === "string" && value !== "");
const number = is(
  "a number of at least 0",
  (value) => typeof value === "number" && value >= 0,
);
const positive = is(
  "a number above 0",
  (value) => typeof value === "number" && value > 0,
);
const count = is(
  "a whole number",
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
const fraction = is(
  "a number from 0 to 1",
  (value) => typeof value === "number" && value >= 0 && value <= 1,
);

const summary = shape<Summary>({
  mean: positive,
  median: positive,
  min: positive,
  max: positive,
  stdev: number,
  p25: optional(positive),
  p75: positive,
  p90: positive,
  p95: positive,
  p99: positive,
  p999: positive,
  count: positive,
  distribution: optional(array(array(number))),
  samples: optional(array(number)),
});

const usage = shape<{ mean: number; max: number }>({
  mean: number,
  max: number,
});

const processUsage = shape<ProcessUsage>({
  cpu_seconds: number,
  processor_wait: optional(number),
  rss_max: positive,
  event_loop: optional(shape<EventLoopUsage>({
    utilization: fraction,
    delay: usage,
  })),
});

const errorCount = shape<ErrorCount>({
  kind: text,
  count: positive,
  examples: array(text),
});

const latencyBySize = optional(array(shape<LatencyOfSize>({
  size: positive,
  latency: summary,
})));

const bandwidthBySize = optional(array(shape<BandwidthOfSize>({
  size: positive,
  upload: optional(summary),
  download: optional(summary),
})));

const concurrent = shape<ConcurrentResult>({
  connections: positive,
  total_requests: count,
  failed_requests: count,
  success_rate: fraction,
  throughput: number,
  duration: number,
  connection_time: optional(summary),
  latency: optional(summary),
  per_connection: optional(array(shape<ConnectionResult>({
    total_requests: count,
    failed_requests: count,
    connection_time: optional(positive),
    latency: optional(summary),
  }))),
  cpu_usage: optional(usage),
  server_process: optional(processUsage),
  client_process: optional(processUsage),
});

/** What is in them, the telemetry's tests say. */
const remoteCalls = shape<RemoteCalls>({
  statistics: is("an object", isRecord),
  sections: array(is("an object", isRecord)),
  findings: array(is("an object", isRecord)),
  calls: array(is("an object", isRecord)),
});

/** What other commands and monitors find out has tests of its own; a run has none of it. */
type RunResult = Omit<
  ServerResult,
  "cases" | "profiles" | "load" | "iteration_time" | "throughput"
>;

const serverResult = shape<RunResult>({
  name: text,
  protocol: is("rpc or http", (value) => value === "rpc" || value === "http"),
  server_mode: is(
    "threaded, forking, external or program",
    (value) =>
      typeof value === "string" &&
      ["threaded", "forking", "external", "program"].includes(value),
  ),
  host: optional(text),
  duration: positive,
  total_requests: count,
  failed_requests: count,
  success_rate: optional(fraction),
  connection_time: optional(summary),
  latency: optional(summary),
  lean_latency: optional(summary),
  upload_bandwidth: optional(summary),
  download_bandwidth: optional(summary),
  latency_by_size: latencyBySize,
  bandwidth_by_size: bandwidthBySize,
  binary_transfer: optional(array(shape<BinaryTransferResult>({
    type: is(
      "a way of transfer",
      (value) =>
        typeof value === "string" &&
        /^(up|down)load(_chunked|_streamed)?$/.test(value),
    ),
    file_size: positive,
    chunk_size: is(
      "a size or null",
      (value) => value === null || typeof value === "number" && value > 0,
    ),
    duration: summary,
    throughput_mbps: positive,
  }))),
  concurrent: optional(concurrent),
  concurrent_scaling: optional(array(concurrent)),
  cpu_usage: optional(usage),
  memory_usage: optional(usage),
  server_process: optional(processUsage),
  client_process: optional(processUsage),
  remote_calls: optional(remoteCalls),
  metadata: shape<ServerResult["metadata"]>({ errors: array(errorCount) }),
});

const metadata = shape<RunMetadata>({
  schema: is("rpcbench/1", (value) => value === "rpcbench/1"),
  started_at: is(
    "a time in ISO 8601",
    (value) =>
      typeof value === "string" && new Date(value).toISOString() === value,
  ),
  duration: positive,
  deno: text,
  v8: text,
  os: text,
  cpu_model: text,
  cpu_cores: optional(positive),
  memory_bytes: optional(positive),
  config: is("an object", isRecord),
  floor: optional(shape<FloorResult>({
    latency: summary,
    throughput: positive,
    connections: positive,
    transfer_size: positive,
    bandwidth: positive,
    bandwidth_discarded: positive,
    latency_by_size: latencyBySize,
    bandwidth_by_size: bandwidthBySize,
    concurrent_scaling: optional(array(concurrent)),
  })),
  sweep: optional(shape<SweepRecord>({
    description: optional(text),
    command: optional(text),
    steps: array(shape<StepRecord>({
      name: text,
      started_at: text,
      duration: positive,
      completed: is("yes or no", (value) => typeof value === "boolean"),
    })),
  })),
  ab: optional(shape<AbRecord>({
    a: text,
    b: text,
    notes: optional(array(text)),
    metrics: array(shape<AbMetric>({
      name: text,
      unit: text,
      better: is("a direction", (it) => it === "lower" || it === "higher"),
    })),
    decided_by: text,
    precision: positive,
    max_time: positive,
    seed: count,
    started_anew: optional(
      array(is("a or b", (value) => value === "a" || value === "b")),
    ),
    ended: text,
    silent: optional(text),
    blocks: array(shape<AbBlock>({
      side: is("a or b", (value) => value === "a" || value === "b"),
      at: number,
      duration: positive,
      total_requests: count,
      failed_requests: count,
      values: is(
        "numbers by name",
        (value) =>
          isRecord(value) &&
          Object.values(value).every((it) => typeof it === "number"),
      ),
    })),
  })),
  warnings: array(text),
  failures: optional(array(text)),
});

/** Parses a result document, and throws an error that names every fault of its form. */
export function parseDocument(json: string): ResultDocument {
  const document: unknown = JSON.parse(json);
  const faults = isRecord(document)
    ? Object.entries(document).flatMap(([key, value]) =>
      (key === "meta" ? metadata : serverResult)(value, key)
    )
    : ["the document is no object"];
  if (!isDocument(document) || faults.length > 0) {
    throw new TypeError(faults.join("\n") || "there is no meta");
  }
  return document;
}

function isDocument(value: unknown): value is ResultDocument {
  return isRecord(value) && "meta" in value;
}
