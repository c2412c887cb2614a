import type { RpcConnection } from "../../rpc/mod.ts";

/** How much is in the tables and queues of a process. */
export interface TableSizes {
  /** Connections that are open; 0 where the runtime does not tell, as for HTTP. */
  readonly connections: number;
  /** Calls, in either direction, that have no answer yet. */
  readonly calls_in_flight: number;
  /** Calls that wait for their turn in a scheduler. */
  readonly calls_queued: number;
  /** Ordering keys of calls that run or wait in a scheduler. */
  readonly ordering_keys: number;
  /** Objects and functions of other processes that this one holds. */
  readonly references_held: number;
  /** Objects and functions of this process that others hold. */
  readonly references_lent: number;
}

/** Tables with nothing in them. */
export const EMPTY_TABLES: TableSizes = {
  connections: 0,
  calls_in_flight: 0,
  calls_queued: 0,
  ordering_keys: 0,
  references_held: 0,
  references_lent: 0,
};

/** What some connections, and the schedulers of their calls, hold together. */
export function tablesOf(connections: Iterable<RpcConnection>): TableSizes {
  const all = [...connections];
  // Connections may share a scheduler.
  const schedulers = new Set(all.map(({ scheduler }) => scheduler));
  return sumOfTables([
    ...all.map(({ callsInFlight, callsToAnswer, references }) => ({
      ...EMPTY_TABLES,
      connections: 1,
      calls_in_flight: callsInFlight + callsToAnswer,
      references_held: references.held,
      references_lent: references.lent,
    })),
    ...[...schedulers].map(({ waiting, keys }) => ({
      ...EMPTY_TABLES,
      calls_queued: waiting,
      ordering_keys: keys,
    })),
  ]);
}

/** What the tables of several processes hold together. */
export function sumOfTables(all: readonly TableSizes[]): TableSizes {
  return all.reduce((sum, tables) => ({
    connections: sum.connections + tables.connections,
    calls_in_flight: sum.calls_in_flight + tables.calls_in_flight,
    calls_queued: sum.calls_queued + tables.calls_queued,
    ordering_keys: sum.ordering_keys + tables.ordering_keys,
    references_held: sum.references_held + tables.references_held,
    references_lent: sum.references_lent + tables.references_lent,
  }), EMPTY_TABLES);
}
