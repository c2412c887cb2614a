import type { RpcConnection } from "../../rpc/mod.ts";

/** How much is in the tables and queues of a process: all 0 when it has nothing to do. */
export interface TableSizes {
  /** Connections that are open; absent where the runtime does not tell, as for HTTP. */
  readonly connections?: number;
  /** Calls that have no answer yet. */
  readonly calls_in_flight: number;
  /** Calls that wait for their turn in a scheduler. */
  readonly calls_queued: number;
  /** Objects and functions of other processes that this one holds. */
  readonly references_held: number;
  /** Objects and functions of this process that others hold. */
  readonly references_lent: number;
}

/** Tables with nothing in them. */
export const EMPTY_TABLES: TableSizes = {
  calls_in_flight: 0,
  calls_queued: 0,
  references_held: 0,
  references_lent: 0,
};

/** What the tables of some connections hold together, for calls in both directions. */
export function tablesOf(connections: Iterable<RpcConnection>): TableSizes {
  return [...connections].reduce(
    (sum, { callsInFlight, callsToAnswer, references }) => ({
      ...sum,
      connections: sum.connections + 1,
      calls_in_flight: sum.calls_in_flight + callsInFlight + callsToAnswer,
      references_held: sum.references_held + references.held,
      references_lent: sum.references_lent + references.lent,
    }),
    { ...EMPTY_TABLES, connections: 0 },
  );
}
