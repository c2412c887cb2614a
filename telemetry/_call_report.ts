import type { CallRecord } from "./call_record.ts";
import { epochSeconds } from "./_clock.ts";
import type { RecordedIncomingCall } from "./_recorded_incoming_call.ts";
import type { RecordedOutgoingCall } from "./_recorded_outgoing_call.ts";
import { isCallRecord } from "./_is_call_record.ts";
import { recordOf } from "./_recorded_call.ts";

/** How many calls under one call its answerer tells of: a page or two. */
export const MOST_REPORTED = 100;

/**
 * What the end that answers a call tells the one that made it. It holds only
 * what the caller does not know, since it goes with every answer.
 */
export type CallReport = readonly [
  id: string,
  processId: number,
  connection: number,
  startedAt: number,
  duration: number,
  callsLeftOut: number,
  calls: readonly CallRecord[],
];

/** Tells of a call, and of the calls under it, at the end of its method. */
export function reportOf(call: RecordedIncomingCall, now: number): CallReport {
  const { id, connection, begunAt } = call.origin;
  const startedAt = epochSeconds(begunAt);
  const duration = (now - begunAt) / 1000;
  const calls = call.below.map(recordOf);
  return [
    id,
    Deno.pid,
    connection,
    startedAt,
    duration,
    call.callsLeftOut,
    calls,
  ];
}

/**
 * What a report says, with the answerer's own record first; nothing if it is
 * malformed, since another program has made it. Where the clocks of the two
 * processes differ, its times are moved so that the answering lies in the middle
 * of the call.
 */
export function readReport(
  report: unknown,
  call: RecordedOutgoingCall,
): CallRecord[] {
  if (!Array.isArray(report) || report.length !== 7) return [];
  const fields: readonly unknown[] = report;
  const [id, processId, connection, startedAt, duration, callsLeftOut, calls] =
    fields;
  if (!Array.isArray(calls) || calls.length > MOST_REPORTED) return [];
  const own = call.toRecord();
  const answering: unknown = {
    ...own,
    id,
    parentId: own.id,
    causeId: undefined,
    side: "server",
    processId,
    connection,
    startedAt,
    duration,
    roundTrip: undefined,
    receivedReferences: [],
    location: undefined,
    section: undefined,
    callsLeftOut,
  };
  if (!isCallRecord(answering)) return [];
  const shift = clockShift(own, answering);
  const records = [{ ...answering, startedAt: answering.startedAt + shift }];
  for (const record of calls) {
    if (!isCallRecord(record)) return [];
    records.push({
      ...record,
      traceId: own.traceId,
      // The other end counts from its own outermost call.
      depth: record.depth + own.depth - 1,
      startedAt: record.startedAt + shift,
    });
  }
  return records;
}

/** Seconds to add to the times of the end that answered, if its clock is off. */
function clockShift(asked: CallRecord, answering: CallRecord): number {
  const spare = (asked.duration ?? 0) - (answering.duration ?? 0);
  const early = asked.startedAt - answering.startedAt;
  return early <= 0 && -early <= spare ? 0 : early + spare / 2;
}
