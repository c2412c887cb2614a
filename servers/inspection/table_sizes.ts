import type { RpcConnection, Scheduler } from "../../rpc/mod.ts";

/** How much is in the tables and queues of a process: all 0 when it has nothing to do. */
export interface TableSizes {
  /** Connections that are open; absent where the runtime does not tell, as for HTTP. */
  readonly connections?: number;
  /** Calls that have no answer yet. */
  readonly calls_in_flight: number;
  /** Calls that wait for their turn in a scheduler. */
  readonly calls_queued: number;
  /** Ordering keys by which calls run or wait in a scheduler. */
  readonly ordering_keys: number;
  /** Objects and functions of other processes that this one holds. */
  readonly references_held: number;
  /** Objects and functions of this process that others hold. */
  readonly references_lent: number;
}

/** Tables with nothing in them. */
export const EMPTY_TABLES: TableSizes = {
  calls_in_flight: 0,
  calls_queued: 0,
  ordering_keys: 0,
  references_held: 0,
  references_lent: 0,
};

/**
 * What the tables of some connections hold together, for calls in both
 * directions, and that of the scheduler that they share, if they do.
 */
export function tablesOf(
  connections: Iterable<RpcConnection>,
  shared?: Scheduler,
): TableSizes {
  const all = [...connections];
  const schedulers = shared === undefined
    ? all.map(({ scheduler }) => scheduler)
    : [shared];
  return {
    connections: all.length,
    calls_in_flight: total(all, (it) => it.callsInFlight + it.callsToAnswer),
    calls_queued: total(schedulers, ({ waiting }) => waiting),
    ordering_keys: total(schedulers, ({ keys }) => keys),
    references_held: total(all, ({ references }) => references.held),
    references_lent: total(all, ({ references }) => references.lent),
  };
}

function total<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
