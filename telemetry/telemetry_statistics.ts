/**
 * What is known of the calls of one method. Durations are in seconds; `p50` and
 * `p99` are within 3 %.
 */
export interface MethodStatistics {
  /** `"getUser"`; with the class in front if it is a remote object's: `"User.name"`. */
  readonly name: string;
  /** How many calls were made. */
  readonly calls: number;
  /** How many of them ended with an error. */
  readonly failed: number;
  /** Seconds that all of them took together, overlapping or not. */
  readonly total: number;
  /** Seconds. */
  readonly mean: number;
  /** Seconds that half of the calls did not exceed. */
  readonly p50: number;
  /** Seconds that 99 of 100 calls did not exceed. */
  readonly p99: number;
  /** Bytes of the calls on the wire. */
  readonly bytes_out: number;
  /** Bytes of their answers on the wire. */
  readonly bytes_in: number;
  /** How many calls took longer than `slowCallThreshold`. */
  readonly slow_calls: number;
  /** Seconds that those took together. */
  readonly slow_total: number;
}

/**
 * What an {@linkcode RpcTelemetry} has counted since it was made or reset.
 *
 * All counts are of calls that this end made, but for those that say otherwise.
 */
export interface TelemetryStatistics {
  /** How many calls were made. */
  readonly total_calls: number;
  /** How many frames carried them: calls that share one count once. */
  readonly network_round_trips: number;
  /** How many remote objects this end was given. */
  readonly references_created: number;
  /** How many of them it has not let go of. */
  readonly active_references: number;
  /** How many calls deep the program is at the moment; 0 while none is under way. */
  readonly current_depth: number;
  /** How many calls deep it ever was; calls deeper than 500 begin anew at 1. */
  readonly max_depth: number;
  /** How many calls took longer than `slowCallThreshold`. */
  readonly slow_calls: number;
  /** Seconds; 0 while no call has ended. */
  readonly mean_call_duration: number;
  /** How many calls ended with an error. */
  readonly failed_calls: number;
  /** Bytes of the calls on the wire. */
  readonly bytes_out: number;
  /** Bytes of their answers on the wire. */
  readonly bytes_in: number;
  /** How many calls of the other ends were answered here. */
  readonly answered_calls: number;
  /** By method, the one that took longest first. */
  readonly methods: readonly MethodStatistics[];
  /** The same of the calls that were answered here. */
  readonly answered_methods: readonly MethodStatistics[];
}

/** What a part of a program cost: see `mark`. */
export interface SectionStatistics {
  /** With the names of the sections around it in front: `"outer/inner"`. */
  readonly name: string;
  /** How often it was entered. */
  readonly entries: number;
  /** Seconds spent there, of all entries together. */
  readonly duration: number;
  /** How many calls were made there, the sections within it included. */
  readonly total_calls: number;
  /** How many frames carried them. */
  readonly network_round_trips: number;
  /** How many remote objects came with their answers. */
  readonly references_created: number;
}
