import type { CallRecord } from "../../telemetry/mod.ts";

/** A record of a call that succeeded, with only what a test says being special. */
export function callRecord(
  given: Partial<CallRecord> & Pick<CallRecord, "id">,
): CallRecord {
  return {
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    parentId: undefined,
    causeId: undefined,
    side: "client",
    processId: 100,
    connection: 1,
    kind: "call",
    name: "ping",
    reference: undefined,
    startedAt: 1_800_000_000,
    duration: 1,
    depth: 1,
    bytesOut: 20,
    bytesIn: 30,
    roundTrip: undefined,
    receivedReferences: [],
    error: undefined,
    location: undefined,
    section: undefined,
    callsLeftOut: 0,
    ...given,
  };
}
