/** The scenarios, in the order in which they run. */
export const SCENARIO_NAMES = ["throughput", "latency", "features"] as const;

/** What a scenario is called. */
export type ScenarioName = typeof SCENARIO_NAMES[number];

/** The servers that scenarios measure, by their keys in the result document. */
export const SCENARIO_SERVERS = [
  "rpc_threaded",
  "rpc_forking",
  "http_threaded",
] as const;

/** The key of a server in the result document. */
export type ScenarioServer = typeof SCENARIO_SERVERS[number];

/** The question that a group of cases answers: its cases differ in what it is about. */
export type CaseGroup =
  /** Requests per second by the size of what they carry. */
  | "payload_size"
  /** Requests per second by the number of clients. */
  | "client_count"
  /** Requests per second by the server's scheduler. */
  | "scheduler"
  /** Latency at a rate of requests that does not wait for the server. */
  | "latency_under_load"
  /** Latency by the size of what requests carry. */
  | "latency_by_payload_size"
  /** The slowest of many requests, one by one. */
  | "tail_latency"
  /** What compression costs and saves. */
  | "compression"
  /** What authentication and encryption cost. */
  | "security"
  /** Compression and security together. */
  | "compression_and_security"
  /** What it costs to keep calls in order. */
  | "ordering";

/** All that sets a case apart; what is absent does not apply, or is off. */
export interface CaseParameters {
  /** Clients, each with a connection of its own. */
  readonly clients: number;
  /** Requests due per second; absent in a closed loop, where clients wait for answers. */
  readonly rate?: number;
  /** Bytes that a request carries, and that its answer brings back; absent for a ping. */
  readonly payload_size?: number;
  /** Whether the payload can be compressed. */
  readonly content?: "random" | "compressible";
  /** Seconds that the server takes over each call, without being busy. */
  readonly service_time?: number;
  /** How the RPC server runs calls. */
  readonly scheduler?: "exit_ordered" | "key_serialized";
  /** Whether calls have ordering keys: one for all, or one for each client. */
  readonly ordering_keys?: "one" | "per_client";
  /** How frames are compressed. */
  readonly compression?: "off" | "snappy" | "deflate" | "zstd";
  /** Who proves what, and whether others can read along. */
  readonly security?: "off" | "authenticated" | "encrypted";
}

/** When an iteration of a case ends: at whichever comes first. */
export interface CaseLength {
  /** Seconds. */
  readonly duration: number;
  /** Requests, by all clients together. */
  readonly requests?: number;
}

/** One measurement that a scenario asks for. */
export interface ScenarioCase {
  /** The scenario that asks. */
  readonly scenario: ScenarioName;
  /** The question that it is part of. */
  readonly group: CaseGroup;
  /** Which server is asked. */
  readonly server: ScenarioServer;
  /** What sets it apart. */
  readonly parameters: CaseParameters;
  /** How long an iteration lasts. */
  readonly length: CaseLength;
  /** Whether both ends are profiled too, in an iteration of its own. Default `false`. */
  readonly profiled?: boolean;
}

/** What progress and warnings call a case. */
export function titleOf(
  { group, parameters, scenario, server }: ScenarioCase,
): string {
  const told = Object.entries(parameters)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`);
  return `${scenario}: ${server}, ${group.replaceAll("_", " ")}, ${
    told.join(", ")
  }`;
}
