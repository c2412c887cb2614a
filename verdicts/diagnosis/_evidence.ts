import {
  type ErrorCount,
  type ResultDocument,
  type ServerResult,
  serverResults,
  type Summary,
} from "../../benchmarks/mod.ts";
import { type Measured, type Stretch, stretchesOf } from "./_stretch.ts";
import { THRESHOLDS } from "./_thresholds.ts";

/** The least that a round trip takes. */
export interface RoundTrip {
  /** The metric that says so; absent if it was not measured. */
  readonly metric?: string;
  /** In seconds. */
  readonly seconds: number;
}

/** What there is to judge one server by. */
export interface Evidence {
  /** Its key in the document. */
  readonly server: string;
  /** All that was measured of it. */
  readonly result: ServerResult;
  /**
   * Seconds for a round trip without codec or service, as the floor of the run has it
   * or, if there is none, as it usually is. A server elsewhere would reach it but for
   * the way.
   */
  readonly roundTrip: RoundTrip;
  /** The parts of the measurement in which requests were made at once. */
  readonly stretches: readonly Stretch[];
  /** Seconds to establish a connection, where that takes no more than a way there and back. */
  readonly connectionTime: Measured<Summary> | undefined;
  /** Why requests failed. */
  readonly errors: readonly ErrorCount[];
  /** Why connections failed, where those were counted by themselves. */
  readonly connectionErrors: readonly ErrorCount[];
}

/** What a document tells of each of its servers. */
export function evidenceOf(document: ResultDocument): Evidence[] {
  return [...serverResults(document)].map(([server, result]) => {
    const stretches = stretchesOf(result);
    return {
      server,
      result,
      roundTrip: roundTripOf(document),
      stretches,
      connectionTime: connectionTimeOf(result, stretches),
      errors: result.metadata.errors,
      connectionErrors: (result.load ?? [])
        .flatMap((it) => it.connection_errors),
    };
  });
}

function roundTripOf({ meta: { floor } }: ResultDocument): RoundTrip {
  const seconds = floor?.latency.median ?? 0;
  return seconds > 0
    ? { metric: "floor.latency.median", seconds }
    : { seconds: THRESHOLDS.usualRoundTrip };
}

/** Of a forking server it tells how long a process takes to start. */
function connectionTimeOf(
  { connection_time, server_mode }: ServerResult,
  stretches: readonly Stretch[],
): Measured<Summary> | undefined {
  if (server_mode === "forking") return undefined;
  const measured = connection_time === undefined
    ? stretches.find((it) => it.connectionTime !== undefined)?.connectionTime
    : { path: "connection_time", value: connection_time };
  return measured !== undefined && measured.value.min > 0
    ? measured
    : undefined;
}
