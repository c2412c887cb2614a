import { ENTRY_NAMES } from "../../benchmarks/metrics/entry_names.ts";
import type {
  CaseResult,
  ConcurrentResult,
  EventLoopUsage,
  LoadResult,
  MachineUsage,
  ProcessUsage,
  ServerResult,
  Summary,
} from "../../benchmarks/mod.ts";
import { worstBy } from "./_worst_by.ts";

/** Something that was measured, and where it stands in the document. */
export interface Measured<Value> {
  /** The name of its metric, or what the names of its metrics begin with. */
  readonly path: string;
  readonly value: Value;
}

/** A number that is made of several of a document, and the names of their metrics. */
export interface Derived {
  readonly metrics: readonly string[];
  readonly value: number;
}

/** A part of a measurement, for as long as which clients made requests in one way. */
export interface Stretch {
  /** What the names of its metrics begin with: `"concurrent"`. */
  readonly path: string;
  /** What to call it in a sentence: `"10 clients at once"`. */
  readonly name: string;
  /** How many clients, or connections, there were. */
  readonly clients: number;
  /** Every attempt. */
  readonly requests: number;
  /** Those that failed. */
  readonly failed: number;
  /** Answers per second. */
  readonly throughput: Measured<number>;
  /** Seconds from sending a request to its answer. */
  readonly latency?: Measured<Summary>;
  /** The part of the attempts to connect that succeeded, from 0 to 1. */
  readonly connected?: Derived;
  /** Seconds to establish one of its connections. */
  readonly connectionTime?: Measured<Summary>;
  /** Seconds of processor time that the server's processes took per request. */
  readonly serverWork?: Derived;
  /** The busiest event loop of the server. */
  readonly serverLoop?: Measured<EventLoopUsage>;
  /** The event loop of the clients. */
  readonly clientLoop?: Measured<EventLoopUsage>;
  /** The part of all processors that was busy, from 0 to 1, and where per cent of that stand. */
  readonly machine?: Measured<number>;
  /**
   * The part of the time that the server's event loops or the clients', whichever did for
   * longer, were ready to run and waited for a processor; of loops that were watched.
   */
  readonly processorWait?: Derived;
  /** Seconds per request of each client, if they were tracked. */
  readonly perClient?: readonly Summary[];
  /** The load generator's run, if it made the requests. */
  readonly load?: LoadResult;
}

/** The parts of a server's measurement in which requests were made at once. */
export function stretchesOf(result: ServerResult): Stretch[] {
  const { cases = [], concurrent, concurrent_scaling = [], load = [] } = result;
  const isForking = result.server_mode === "forking";
  return [
    ...concurrent === undefined
      ? []
      : [ofConcurrent(concurrent, "concurrent", isForking)],
    ...concurrent_scaling.map((it) =>
      ofConcurrent(it, pathOf("concurrent_scaling", { ...it }), isForking)
    ),
    // What a run of load used stands beside it.
    ...load.map((it) => ofLoad(it, pathOf("load", { ...it }), result)),
    ...cases.map((it) => ofCase(it, pathOf("cases", { ...it }))),
  ];
}

function pathOf(
  list: string,
  entry: Readonly<Record<string, unknown>>,
): string {
  return `${list}${ENTRY_NAMES[list](entry)}`;
}

function ofConcurrent(
  result: ConcurrentResult,
  path: string,
  isForking: boolean,
): Stretch {
  const { connections, duration, per_connection } = result;
  return {
    path,
    name: `${connections} clients at once`,
    clients: connections,
    requests: result.total_requests,
    failed: result.failed_requests,
    throughput: at(`${path}.throughput`, result.throughput),
    latency: ifMeasured(`${path}.latency`, result.latency),
    connected: connectedOf(result, path),
    connectionTime: ifMeasured(
      `${path}.connection_time`,
      result.connection_time,
    ),
    ...usageOf(result, `${path}.`),
    serverWork: workOf(result.server_process, `${path}.`, result, path),
    processorWait: longestWait(result, `${path}.`, {
      duration: at(`${path}.duration`, duration),
      serverLoops: isForking ? connections : 1,
    }),
    perClient: per_connection?.flatMap(({ latency }) => latency ?? []),
  };
}

/** Each client that could not connect is a failed request. */
function connectedOf(
  { connection_time, connections, failed_requests }: ConcurrentResult,
  path: string,
): Derived | undefined {
  const established = connection_time?.count ?? 0;
  return established === 0 || failed_requests < connections - established
    ? undefined
    : {
      metrics: [`${path}.connection_time.count`, `${path}.connections`],
      value: Math.min(1, established / connections),
    };
}

function ofLoad(load: LoadResult, path: string, result: ServerResult): Stretch {
  const { connections, failed_connections, response_time, service_time } = load;
  const isAlone = result.load?.length === 1;
  const established = load.connection_time?.count ?? 0;
  return {
    path,
    name: `load over ${connections} connections`,
    clients: connections,
    requests: load.total_requests,
    failed: load.failed_requests,
    throughput: at(`${path}.throughput`, load.throughput),
    latency: ifMeasured(`${path}.service_time`, service_time) ??
      ifMeasured(`${path}.response_time`, response_time),
    connected: failed_connections === 0 ? undefined : {
      metrics: [
        ...established === 0 ? [] : [`${path}.connection_time.count`],
        `${path}.failed_connections`,
      ],
      value: established / (established + failed_connections),
    },
    connectionTime: ifMeasured(`${path}.connection_time`, load.connection_time),
    ...usageOf(result, ""),
    serverWork: isAlone
      ? workOf(result.server_process, "", load, path)
      : undefined,
    processorWait: isAlone
      ? longestWait(result, "", {
        // What was used was until the last answer; the load's own time ends before.
        duration: at("duration", result.duration),
        serverLoops: result.server_mode === "forking" ? connections : 1,
      })
      : undefined,
    load,
  };
}

function ofCase(result: CaseResult, path: string): Stretch {
  const { parameters: { clients }, pooled_response_time, pooled_service_time } =
    result;
  const work = result.server_cpu_per_request;
  return {
    path,
    name: `${result.group.replaceAll("_", " ")} with ${clients} clients`,
    clients,
    requests: result.total_requests,
    failed: result.failed_requests,
    throughput: at(`${path}.throughput.mean`, result.throughput.mean),
    latency: ifMeasured(`${path}.pooled_service_time`, pooled_service_time) ??
      ifMeasured(`${path}.pooled_response_time`, pooled_response_time),
    ...usageOf(result, `${path}.`),
    serverWork: work === undefined
      ? undefined
      : { metrics: [`${path}.server_cpu_per_request`], value: work },
  };
}

interface Used {
  readonly cpu_usage?: MachineUsage;
  readonly server_process?: ProcessUsage;
  readonly client_process?: ProcessUsage;
}

function usageOf(
  { client_process, cpu_usage, server_process }: Used,
  before: string,
): Pick<Stretch, "serverLoop" | "clientLoop" | "machine"> {
  return {
    serverLoop: ifMeasured(
      `${before}server_process.event_loop`,
      server_process?.event_loop,
    ),
    clientLoop: ifMeasured(
      `${before}client_process.event_loop`,
      client_process?.event_loop,
    ),
    machine: ifMeasured(
      `${before}cpu_usage.mean`,
      cpu_usage && cpu_usage.mean / 100,
    ),
  };
}

/** Of which time processes waited, and how many event loops of the server did. */
interface Watched {
  readonly duration: Measured<number>;
  readonly serverLoops: number;
}

function longestWait(
  { client_process, server_process }: Used,
  before: string,
  { duration, serverLoops }: Watched,
): Derived | undefined {
  const partOf = (
    { event_loop, processor_wait }: Partial<ProcessUsage>,
    side: string,
    loops: number,
  ) =>
    // What was too short for its loops to be watched is so for this, too.
    event_loop === undefined || processor_wait === undefined ||
      duration.value === 0
      ? []
      : [{
        metrics: [`${before}${side}.processor_wait`, duration.path],
        value: processor_wait / (duration.value * loops),
      }];
  return worstBy([
    ...partOf(server_process ?? {}, "server_process", serverLoops),
    ...partOf(client_process ?? {}, "client_process", 1),
  ], ({ value }) => value);
}

/** What processes took for each of the requests that were made meanwhile. */
function workOf(
  used: ProcessUsage | undefined,
  before: string,
  { total_requests }: Pick<ConcurrentResult, "total_requests">,
  path: string,
): Derived | undefined {
  return used === undefined || total_requests === 0 ? undefined : {
    metrics: [
      `${before}server_process.cpu_seconds`,
      `${path}.total_requests`,
    ],
    value: used.cpu_seconds / total_requests,
  };
}

function at<Value>(path: string, value: Value): Measured<Value> {
  return { path, value };
}

function ifMeasured<Value>(
  path: string,
  value: Value | undefined,
): Measured<Value> | undefined {
  return value === undefined ? undefined : { path, value };
}
