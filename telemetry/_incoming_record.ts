import type {
  IncomingCallObserver,
  ObservedAnswer,
  ObservedCall,
} from "../rpc/mod.ts";
import type { ConnectionRecorder } from "./_connection_recorder.ts";
import { type CallReport, MOST_REPORTED, reportOf } from "./_call_report.ts";
import type { OutgoingRecord } from "./_outgoing_record.ts";
import { type CallOrigin, RecordedCall } from "./_recorded_call.ts";

/** A call that the other end makes. */
export class IncomingRecord extends RecordedCall
  implements IncomingCallObserver {
  /** The calls that it makes, up to as many as are reported. */
  readonly made: OutgoingRecord[] = [];
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

  /** Remembers a call that it makes, to report it. */
  makes(call: OutgoingRecord): void {
    if (this.duration !== undefined) return;
    if (this.made.length < MOST_REPORTED) this.made.push(call);
    else this.callsLeftOut++;
  }

  report(): CallReport {
    return reportOf(this, performance.now());
  }

  ended(answer: ObservedAnswer): void {
    this.bytesIn = answer.bytes;
    this.finish(answer, performance.now());
    this.#connection.answeredHere(this);
    // The report, if one was asked for, is on its way.
    this.made.length = 0;
  }
}
