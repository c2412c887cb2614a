import { type TimedCall, type TraceLane, TraceLanes } from "./_trace_lanes.ts";
import { callTitle } from "./_call_title.ts";
import type { CallRecord } from "./call_record.ts";

/** Where an event is shown: in a thread of a process, at a time. */
interface Place {
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
}

/** A call, as a slice of its thread's time. */
interface Slice extends Place {
  readonly ph: "X";
  readonly name: string;
  readonly cat: CallRecord["side"];
  /** Microseconds. */
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/** One end of an arrow; both have the same name, category and id. */
type ArrowEnd =
  & Place
  & { readonly name: "call"; readonly cat: "rpc"; readonly id: string }
  // Without `bp` a head would belong to the next slice, not to the one around it.
  & ({ readonly ph: "s" } | { readonly ph: "f"; readonly bp: "e" });

/** What a process or a thread is called. */
interface Name {
  readonly ph: "M";
  readonly name: "process_name" | "thread_name";
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name: string };
}

/**
 * Writes calls in the Trace Event Format, as JSON, which Perfetto and
 * chrome://tracing open.
 *
 * A connection is a thread, and several where its calls overlap; a call is drawn
 * inside of another only if that one caused it. An arrow leads from a call to
 * what the other end saw of it. A call without an answer lasts to the end of the
 * trace, and says so.
 *
 * Source: N. Duca, D. Sinclair, "Trace Event Format", Google, 2016.
 *
 * @example Look at a program's calls
 * ```ts
 * import { formatChromeTrace } from "@x/rpcbench/telemetry";
 * import { assertEquals } from "@std/assert";
 *
 * const trace = formatChromeTrace({ calls: [] });
 * assertEquals(JSON.parse(trace).traceEvents, []);
 * ```
 */
export function formatChromeTrace(
  { calls }: { readonly calls: readonly CallRecord[] },
): string {
  const lanes = new TraceLanes(
    new Map(calls.map((record) => [record.id, record])),
  );
  const slices = new Map(
    timedCalls(calls).map((call) => [
      call.record.id,
      sliceOf(call, lanes.place(call)),
    ]),
  );
  return JSON.stringify({
    displayTimeUnit: "ms",
    traceEvents: [
      ...namesOf(lanes.all),
      ...slices.values(),
      ...calls.flatMap((record) => arrowTo(record, slices)),
    ],
  });
}

/** The calls in the order in which they began, those that last longer first. */
function timedCalls(records: readonly CallRecord[]): TimedCall[] {
  let first = Infinity;
  let last = -Infinity;
  for (const { startedAt, duration = 0 } of records) {
    first = Math.min(first, startedAt);
    last = Math.max(last, startedAt + duration);
  }
  // Whole numbers: no rounding may let a call outlast the one that holds it.
  const sinceFirst = (time: number) => Math.round((time - first) * 1e9);
  return records
    .map((record) => {
      const { startedAt, duration = last - startedAt } = record;
      return {
        record,
        start: sinceFirst(startedAt),
        end: sinceFirst(startedAt + duration),
      };
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

function sliceOf({ record, start, end }: TimedCall, lane: TraceLane): Slice {
  return {
    ph: "X",
    name: callTitle(record),
    cat: record.side,
    pid: record.processId,
    tid: lane.id,
    ts: start / 1000,
    dur: (end - start) / 1000,
    args: detailsOf(record),
  };
}

/** What a viewer shows of a call that was clicked on. */
function detailsOf(record: CallRecord): Readonly<Record<string, unknown>> {
  const { reference, location } = record;
  return {
    kind: record.kind,
    bytesOut: record.bytesOut,
    bytesIn: record.bytesIn,
    roundTrip: record.roundTrip,
    reference: reference && `${reference.className} #${reference.id}`,
    line: location && `${location.file}:${location.line}:${location.column}`,
    section: record.section,
    error: record.error,
    unanswered: record.duration === undefined ? true : undefined,
    trace: record.traceId,
  };
}

/** An arrow to what was seen of a call by the end that answered it. */
function arrowTo(
  record: CallRecord,
  slices: ReadonlyMap<string, Slice>,
): ArrowEnd[] {
  const { id, parentId = "", causeId, side } = record;
  // What the other end did not tell of is known by its cause only.
  if (side !== "server" || parentId === causeId) return [];
  const tail = slices.get(parentId);
  const head = slices.get(id);
  if (tail?.cat !== "client" || head === undefined) return [];
  const arrow = { name: "call", cat: "rpc", id } as const;
  return [
    { ...arrow, ph: "s", ...placeOf(tail) },
    { ...arrow, ph: "f", bp: "e", ...placeOf(head) },
  ];
}

function placeOf({ pid, tid, ts }: Slice): Place {
  return { pid, tid, ts };
}

function namesOf(lanes: readonly TraceLane[]): Name[] {
  const processes = new Set(lanes.map(({ processId }) => processId));
  return [
    ...[...processes].map((pid): Name => ({
      ph: "M",
      name: "process_name",
      pid,
      tid: 0,
      args: { name: `process ${pid}` },
    })),
    ...lanes.map(({ id, processId, connection, position }): Name => ({
      ph: "M",
      name: "thread_name",
      pid: processId,
      tid: id,
      args: {
        name: `connection ${connection}${position > 1 ? `, ${position}` : ""}`,
      },
    })),
  ];
}
