import type {
  ObservedAnswer,
  ObservedCall,
  OutgoingCallObserver,
} from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import type { CallRecorder } from "./_call_recorder.ts";
import { type CallOrigin, RecordedCall } from "./_recorded_call.ts";
import { formatTraceparent } from "./_traceparent.ts";

/** A call that this end makes. */
export class OutgoingRecord extends RecordedCall
  implements OutgoingCallObserver {
  /** The arguments, until they are sent; they belong to the program. */
  args: readonly unknown[] | undefined;
  /** What the other end has told of the calls under this one. */
  told: readonly CallRecord[] = [];
  /** Seconds that the other end has spent on it, if it told. */
  serverSeconds = 0;
  readonly #recorder: CallRecorder;

  constructor(
    call: ObservedCall,
    origin: CallOrigin,
    recorder: CallRecorder,
  ) {
    super(call, origin);
    this.args = call.args;
    this.#recorder = recorder;
  }

  get traceparent(): string {
    return formatTraceparent(this.origin);
  }

  sent(bytes: number, roundTrip: number): void {
    this.bytesOut = bytes;
    this.roundTrip = roundTrip;
    this.#recorder.sent(this);
    this.args = undefined;
  }

  ended(answer: ObservedAnswer, report?: unknown): void {
    this.args = undefined;
    this.bytesIn = answer.bytes;
    this.finish(answer, performance.now());
    this.#recorder.answered(this, answer, report);
  }
}
