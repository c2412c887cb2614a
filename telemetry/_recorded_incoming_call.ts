import type {
  IncomingCallObserver,
  ObservedAnswer,
  ObservedCall,
} from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import type { ConnectionRecorder } from "./_connection_recorder.ts";
import { type CallReport, MOST_REPORTED, reportOf } from "./_call_report.ts";
import type { RecordedOutgoingCall } from "./_recorded_outgoing_call.ts";
import { type CallOrigin, RecordedCall } from "./_recorded_call.ts";
import { isOfSameRecorder } from "./_span_ids.ts";

/** A call that the other end makes. */
export class RecordedIncomingCall extends RecordedCall
  implements IncomingCallObserver {
  /** The calls under it by whichever end, up to as many as are reported. */
  readonly below: (RecordedOutgoingCall | CallRecord)[] = [];
  readonly #connection: ConnectionRecorder;

  constructor(
    call: ObservedCall,
    origin: CallOrigin,
    connection: ConnectionRecorder,
  ) {
    super(call, origin);
    this.#connection = connection;
  }

  run<Result>(method: () => Result): Result {
    return this.#connection.runWithin(this, method);
  }

  /** Remembers a call under it, to report it. */
  remember(id: string, call: RecordedOutgoingCall | CallRecord): void {
    if (this.duration !== undefined) return;
    // The caller has recorded that itself.
    if (isOfSameRecorder(id, this.origin.parentId)) return;
    if (this.below.length < MOST_REPORTED) this.below.push(call);
    else this.callsLeftOut++;
  }

  report(): CallReport {
    return reportOf(this, performance.now());
  }

  ended(answer: ObservedAnswer): void {
    this.bytesIn = answer.bytes;
    this.finish(answer, performance.now());
    this.#connection.incomingEnded(this);
    // The report, if one was asked for, is on its way.
    this.below.length = 0;
  }
}
