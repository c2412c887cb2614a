import type {
  ObservedAnswer,
  ObservedCall,
  OutgoingCallObserver,
} from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import type { ConnectionRecorder } from "./_connection_recorder.ts";
import { type CallOrigin, RecordedCall } from "./_recorded_call.ts";
import type { RepeatedValue } from "./_repeated_values.ts";
import type { Streak } from "./_streak.ts";
import { formatTraceparent } from "./_traceparent.ts";

/** A call that this end makes. */
export class RecordedOutgoingCall extends RecordedCall
  implements OutgoingCallObserver {
  /** The large values that it carries. */
  carried: readonly RepeatedValue[] = NONE;
  /** The streaks that it is part of. */
  readonly streaks: Streak[] = [];
  /** Seconds that the other end has spent on it, if it told. */
  serverSeconds = 0;
  /** The arguments, until they are sent; they belong to the program. */
  #args: readonly unknown[];
  readonly #connection: ConnectionRecorder;

  constructor(
    call: ObservedCall,
    origin: CallOrigin,
    connection: ConnectionRecorder,
  ) {
    super(call, origin);
    this.#args = call.args;
    this.#connection = connection;
  }

  get traceparent(): string {
    return formatTraceparent(this.origin);
  }

  sent(bytes: number, roundTrip: number): void {
    this.bytesOut = bytes;
    this.roundTrip = roundTrip;
    this.#connection.outgoingSent(this, this.#args);
    this.#args = NONE;
  }

  ended(answer: ObservedAnswer, report?: unknown): void {
    this.#args = NONE;
    this.bytesIn = answer.bytes;
    this.finish(answer, performance.now());
    this.#connection.outgoingEnded(this, answer, report);
  }

  /** Takes the time that the other end has spent on it, if this is its record. */
  takeServerTime({ duration, parentId, side }: CallRecord): void {
    const isAnswer = parentId === this.origin.id && side === "server";
    if (isAnswer && duration !== undefined) this.serverSeconds = duration;
  }
}

const NONE: readonly never[] = [];
