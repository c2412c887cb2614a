import type { MetricUnit } from "../../benchmarks/metrics/mod.ts";

/** What can be wrong with a server, its clients, or the program that calls it. */
export type FindingKind =
  | "connection_exhaustion"
  | "server_exhaustion"
  | "client_saturation"
  | "event_loop_saturation"
  | "slow_down_with_clients"
  | "overload"
  | "uneven_clients"
  | "contention"
  | "io_wait"
  | "network_latency"
  | "at_capacity"
  | "excess_round_trips"
  | "reference_chatter"
  | "deep_nesting"
  | "unreleased_references"
  | "repeated_values";

/** What reports call it. */
export const FINDING_TITLES: Readonly<Record<FindingKind, string>> = {
  connection_exhaustion: "Connections are refused or lost",
  server_exhaustion: "The server is exhausted",
  client_saturation: "The load generator is the bottleneck",
  event_loop_saturation: "The server's event loop is held",
  slow_down_with_clients: "More clients get less done",
  overload: "More is asked than can be served",
  uneven_clients: "Some clients are far slower than others",
  contention: "Requests wait for each other",
  io_wait: "The server waits for something else",
  network_latency: "The network is slow",
  at_capacity: "The server is at capacity, but stable",
  excess_round_trips: "Too many round trips",
  reference_chatter: "Remote objects are read one by one",
  deep_nesting: "Calls cause calls that cause calls",
  unreleased_references: "Remote objects are not released",
  repeated_values: "The same value crosses the network again and again",
};

/** How sure a finding is. */
export type Certainty =
  /** Measured where it happens. */
  | "certain"
  /** What was measured fits nothing else that is known. */
  | "likely"
  /** It fits, and so does something else. */
  | "possible";

/** A number that a finding rests on. */
export interface Symptom {
  /** What it says, in a few words. */
  readonly what: string;
  /**
   * Where it stands in the document, by the names that metrics have; of a ratio, both
   * parts. Empty for what a document has no metric of.
   */
  readonly metrics: readonly string[];
  /** The number. */
  readonly value: number;
  /** What it is measured in. */
  readonly unit: MetricUnit | "ratio";
  /** What it had to be above or below to be told; absent where it only explains. */
  readonly threshold?: Threshold;
}

/** What a symptom's value has crossed. */
export interface Threshold {
  /** On which side of it the value is. */
  readonly side: "above" | "below";
  /** In the unit of the symptom. */
  readonly value: number;
}

/** One thing that is wrong, or worth knowing. */
export interface ServerFinding {
  /** Tells it from what else can be wrong. */
  readonly kind: FindingKind;
  /** The server's key in the document. */
  readonly server: string;
  /** What reports call it. */
  readonly title: string;
  /** Whether something is to be done about it, or it is only good to know. */
  readonly weight: "problem" | "remark";
  /** How sure it is. */
  readonly certainty: Certainty;
  /** What was seen, in a sentence or two. */
  readonly seen: string;
  /** The numbers that it rests on. */
  readonly symptoms: readonly Symptom[];
  /** What to do, what costs least first. */
  readonly advice: readonly string[];
}
