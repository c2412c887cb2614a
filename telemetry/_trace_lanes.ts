import type { CallRecord } from "./call_record.ts";

/** A record, with its times in whole nanoseconds since the first of all. */
export interface TimedCall {
  readonly record: CallRecord;
  readonly start: number;
  readonly end: number;
}

/** Calls of one connection of which each holds the next, or is over before it. */
export interface TraceLane {
  /** Counts up from 1 over all connections. */
  readonly id: number;
  readonly processId: number;
  readonly connection: number;
  /** From 1; a connection has a second lane only if calls overlap. */
  readonly position: number;
}

/** A lane, and the calls under way at the moment reached, the outermost first. */
interface OpenLane extends TraceLane {
  readonly open: TimedCall[];
}

/**
 * Deals out calls to lanes, in the order in which they begin, so that a call is
 * inside of another only if that one caused it.
 */
export class TraceLanes {
  /** All lanes there are so far. */
  readonly all: TraceLane[] = [];
  readonly #ofConnection = new Map<string, OpenLane[]>();
  readonly #records: ReadonlyMap<string, CallRecord>;

  /** `records` has, by id, those that calls may have been caused by. */
  constructor(records: ReadonlyMap<string, CallRecord>) {
    this.#records = records;
  }

  /** The lane of a call that begins no earlier than those before. */
  place(call: TimedCall): TraceLane {
    const { processId, connection } = call.record;
    const key = `${processId} ${connection}`;
    const lanes = this.#ofConnection.get(key) ?? [];
    this.#ofConnection.set(key, lanes);
    for (const { open } of lanes) closeBefore(call.start, open);
    const lane = this.#insideOfCause(call, lanes) ??
      lanes.find(({ open }) => open.length === 0) ??
      this.#add({ processId, connection, position: lanes.length + 1 }, lanes);
    lane.open.push(call);
    return lane;
  }

  #insideOfCause(
    call: TimedCall,
    lanes: readonly OpenLane[],
  ): OpenLane | undefined {
    const causes = this.#causesOf(call.record);
    return lanes.find(({ open }) => {
      const innermost = open.at(-1);
      return innermost !== undefined && innermost.end >= call.end &&
        causes.has(innermost.record);
    });
  }

  /** All that led to a call, by whichever end it was seen. */
  #causesOf(record: CallRecord): ReadonlySet<CallRecord> {
    const causes = new Set<CallRecord>();
    let cause = this.#parentOf(record);
    while (cause !== undefined && !causes.has(cause)) {
      causes.add(cause);
      cause = this.#parentOf(cause);
    }
    return causes;
  }

  /** The other end's call may not be known, but the one behind it. */
  #parentOf(
    { parentId = "", causeId = "" }: CallRecord,
  ): CallRecord | undefined {
    return this.#records.get(parentId) ?? this.#records.get(causeId);
  }

  #add(place: Omit<TraceLane, "id">, lanes: OpenLane[]): OpenLane {
    const lane = { id: this.all.length + 1, ...place, open: [] };
    this.all.push(lane);
    lanes.push(lane);
    return lane;
  }
}

function closeBefore(moment: number, open: TimedCall[]): void {
  for (;;) {
    const innermost = open.at(-1);
    if (innermost === undefined || innermost.end > moment) return;
    open.pop();
  }
}
