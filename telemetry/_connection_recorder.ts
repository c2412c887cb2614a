import type {
  ConnectionObserver,
  ObservedAnswer,
  ObservedCall,
  ObservedReference,
  OutgoingCallObserver,
} from "../rpc/mod.ts";
import type { Recording } from "./_recording.ts";
import { readReport } from "./_call_report.ts";
import { RecordedIncomingCall } from "./_recorded_incoming_call.ts";
import { RecordedOutgoingCall } from "./_recorded_outgoing_call.ts";
import { currentSection } from "./_program_sections.ts";
import type { RecordedCall } from "./_recorded_call.ts";
import { LARGE_VALUE } from "./_repeated_values.ts";
import type { CallListeners } from "./telemetry_options.ts";
import { parseTraceparent } from "./_traceparent.ts";
import type { TrackedReference } from "./_tracked_reference.ts";

/**
 * Records the calls of one connection, in both directions.
 *
 * The way of a call: `calling` makes a record of it, and `called` of one of the
 * other end's. The record is told when the call is sent and when it has ended,
 * and passes that on to `outgoingSent`, and to `outgoingEnded` or
 * `incomingEnded`. These count it in the totals of the recording, which is all
 * that statistics, findings and views read.
 */
export class ConnectionRecorder implements ConnectionObserver {
  readonly #number = ++connections;
  readonly #recording: Recording;
  readonly #listeners: readonly CallListeners[];
  readonly #held = new Map<number, TrackedReference>();
  #lastRoundTrip = 0;

  /** Records for `recording`, and tells the listeners. */
  constructor(recording: Recording, listeners: readonly CallListeners[]) {
    this.#recording = recording;
    this.#listeners = listeners;
  }

  calling(call: ObservedCall): RecordedOutgoingCall | undefined {
    const recording = this.#recording;
    if (!recording.enabled) return undefined;
    const begunAt = performance.now();
    const { totals } = recording;
    const method = totals.methods.method(call);
    const { line, isLocated } = recording.findLine(
      method,
      begunAt,
      this.calling,
    );
    const { cause } = recording;
    const id = recording.ids.next();
    const record = new RecordedOutgoingCall(call, {
      side: "client",
      id,
      traceId: cause?.origin.traceId ?? recording.ids.traceOf(id),
      parentId: cause?.origin.id,
      cause,
      connection: this.#number,
      begunAt,
      section: currentSection() ?? cause?.origin.section,
      method,
      line,
      isLocated,
    }, this);
    cause?.remember(id, record);
    line.calls++;
    totals.sections.called(record.origin.section);
    record.streaks.push(cause?.streakOf(line) ?? line.streak);
    if (call.reference !== undefined) this.#use(record, call.reference);
    for (const streak of record.streaks) streak.began(begunAt);
    this.#begin(record);
    return record;
  }

  /** A call leaves. */
  outgoingSent(call: RecordedOutgoingCall, args: readonly unknown[]): void {
    const { totals } = this.#recording;
    const { method, section } = call.origin;
    method.bytesOut += call.bytesOut;
    if (call.bytesOut >= LARGE_VALUE) {
      call.carried = totals.values.carry("sent", args, call);
    }
    if (call.roundTrip === this.#lastRoundTrip) return;
    this.#lastRoundTrip = call.roundTrip ?? 0;
    totals.roundTrips++;
    totals.sections.left(section);
    for (const streak of call.streaks) streak.left();
  }

  /** A call that this end made has ended. */
  outgoingEnded(
    call: RecordedOutgoingCall,
    answer: ObservedAnswer,
    report: unknown,
  ): void {
    if (report !== undefined) this.#takeReport(call, report);
    this.#end(call);
    const { line, method } = call.origin;
    method.bytesIn += call.bytesIn;
    line?.add(call);
    const end = call.origin.begunAt + (call.duration ?? 0);
    for (const streak of call.streaks) streak.ended(end, call);
    if (answer.ok) this.#takeAnswer(call, answer.value, answer.references);
    for (const value of call.carried) value.count(call);
  }

  called(
    call: ObservedCall,
    traceparent: string | undefined,
    cause: OutgoingCallObserver | undefined,
  ): RecordedIncomingCall | undefined {
    const recording = this.#recording;
    if (!recording.enabled) return undefined;
    const parent = parseTraceparent(traceparent);
    const own = cause instanceof RecordedOutgoingCall ? cause : undefined;
    const id = recording.ids.next();
    const record = new RecordedIncomingCall(call, {
      side: "server",
      id,
      traceId: parent?.traceId ?? own?.origin.traceId ??
        recording.ids.traceOf(id),
      parentId: parent?.id ?? own?.origin.id,
      cause: own,
      connection: this.#number,
      begunAt: performance.now(),
      section: own?.origin.section,
      method: recording.totals.answered.method(call),
      line: undefined,
      isLocated: false,
    }, this);
    this.#begin(record);
    return record;
  }

  /** Runs a method, so that `call` is known to cause the calls that it makes. */
  runWithin<Result>(call: RecordedIncomingCall, method: () => Result): Result {
    return this.#recording.runWithin(call, method);
  }

  /** A call of the other end was answered. */
  incomingEnded(call: RecordedIncomingCall): void {
    call.origin.method.bytesIn += call.bytesIn;
    this.#end(call);
  }

  received({ id, className }: ObservedReference): void {
    const { enabled, options, totals } = this.#recording;
    if (!enabled || !options.trackReferences || this.#held.has(id)) return;
    const observed = { id, className };
    this.#held.set(id, totals.references.receive(observed, this.#number));
  }

  released({ id }: ObservedReference, by: "program" | "collector"): void {
    this.#letGo(id, by === "program" ? "released" : "collected");
  }

  closed(): void {
    for (const id of this.#held.keys()) this.#letGo(id, "closed");
    const { underWay } = this.#recording;
    // Of calls under way, nothing more may be heard: some are never answered.
    for (const call of underWay) {
      if (call.origin.connection === this.#number) underWay.delete(call);
    }
  }

  #begin(call: RecordedCall): void {
    const { options, totals, underWay } = this.#recording;
    call.origin.method.calls++;
    totals.history.add(call);
    underWay.add(call);
    totals.maxDepth = Math.max(totals.maxDepth, call.depth);
    if (call.depth <= options.deepStackThreshold) return;
    totals.deep.add(call);
    for (const { onDeepCall } of this.#listeners) tell(onDeepCall, call);
  }

  #end(call: RecordedCall): void {
    const { options, totals, underWay } = this.#recording;
    const seconds = (call.duration ?? 0) / 1000;
    const { method, side } = call.origin;
    underWay.delete(call);
    method.add(seconds, call.error !== undefined);
    if (seconds <= options.slowCallThreshold) return;
    method.addSlow(seconds);
    totals.slow.add(call);
    if (side === "client") totals.slowCalls++;
    for (const { onSlowCall } of this.#listeners) tell(onSlowCall, call);
  }

  /** A call is made on a remote object. */
  #use(call: RecordedOutgoingCall, { id, className }: ObservedReference): void {
    const { options, totals } = this.#recording;
    if (!options.trackReferences) return;
    const reference = this.#held.get(id);
    if (reference !== undefined) reference.accesses++;
    if (call.kind !== "get") return;
    const ofClass = totals.readsOf(className);
    if (ofClass !== undefined) {
      if (reference?.reads === undefined) ofClass.objects++;
      call.streaks.push(ofClass.streak);
    }
    if (reference !== undefined) call.streaks.push(reference.followReads());
  }

  #takeAnswer(
    call: RecordedOutgoingCall,
    value: unknown,
    references: readonly ObservedReference[],
  ): void {
    const { options, totals } = this.#recording;
    const { line, section } = call.origin;
    if (call.bytesIn >= LARGE_VALUE) {
      const received = totals.values.carry("received", [value], call);
      call.carried = [...call.carried, ...received];
    }
    if (references.length === 0 || line === undefined) return;
    if (!options.trackReferences) return;
    totals.sections.received(section, references.length);
    for (const { id } of references) {
      const reference = this.#held.get(id);
      if (reference !== undefined) totals.references.attribute(reference, line);
    }
  }

  #takeReport(call: RecordedOutgoingCall, report: unknown): void {
    const { ids, totals } = this.#recording;
    const { cause } = call.origin;
    for (const record of readReport(report, call)) {
      call.takeServerTime(record);
      // What this end has recorded itself, it has already.
      if (ids.has(record.id)) continue;
      if (cause instanceof RecordedIncomingCall) {
        cause.remember(record.id, record);
      }
      totals.history.add(record);
    }
  }

  #letGo(id: number, state: "released" | "collected" | "closed"): void {
    const reference = this.#held.get(id);
    if (reference === undefined) return;
    this.#held.delete(id);
    this.#recording.totals.references.letGo(reference, state);
  }
}

let connections = 0;

/** What a listener throws is its program's failure, and not the connection's. */
function tell(
  listener: CallListeners["onSlowCall"],
  call: RecordedCall,
): void {
  try {
    listener?.(call.toRecord());
  } catch (error) {
    reportError(error);
  }
}
