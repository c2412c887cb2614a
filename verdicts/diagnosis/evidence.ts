import {
  type ErrorCount,
  type FloorResult,
  type ResultDocument,
  type ServerResult,
  serverResults,
  type Summary,
} from "../../benchmarks/mod.ts";
import { type Measured, type Stretch, stretchesOf } from "./stretch.ts";

/** What there is to judge one server by. */
export interface Evidence {
  /** Its key in the document. */
  readonly server: string;
  /** All that was measured of it. */
  readonly result: ServerResult;
  /** The floor of its run; `undefined` of a server elsewhere, which has another. */
  readonly floor: FloorResult | undefined;
  /** The floor of this machine, of a server elsewhere: what it would reach without the way. */
  readonly floorHere: FloorResult | undefined;
  /** The parts of the measurement in which requests were made at once. */
  readonly stretches: readonly Stretch[];
  /** Seconds to establish a connection, where that takes no more than a way there and back. */
  readonly connectionTime: Measured<Summary> | undefined;
  /** Why requests and connections failed. */
  readonly errors: readonly ErrorCount[];
}

/** What a document tells of each of its servers. */
export function evidenceOf(document: ResultDocument): Evidence[] {
  return [...serverResults(document)].map(([server, result]) => {
    const stretches = stretchesOf(result);
    return {
      server,
      result,
      floor: result.host === undefined ? document.meta.floor : undefined,
      floorHere: document.meta.floor,
      stretches,
      connectionTime: connectionTimeOf(result, stretches),
      errors: [
        ...result.metadata.errors,
        ...(result.load ?? []).flatMap((it) => it.connection_errors),
      ],
    };
  });
}

/** Of a forking server it tells how long a process takes to start. */
function connectionTimeOf(
  { connection_time, server_mode }: ServerResult,
  stretches: readonly Stretch[],
): Measured<Summary> | undefined {
  if (server_mode === "forking") return undefined;
  return connection_time === undefined
    ? stretches.find((it) => it.connectionTime !== undefined)?.connectionTime
    : { path: "connection_time", value: connection_time };
}
