/**
 * What a connection tells whoever watches its calls. Nothing here is made, and
 * nothing is asked, on a connection that nobody watches.
 *
 * @module
 */

/** What is done to something that the other end offers. */
export type CallKind = "call" | "get" | "set" | "apply" | "obtain";

/** A remote object or function, as its holder knows it. */
export interface ObservedReference {
  /** Its number on the connection; never used twice. */
  readonly id: number;
  /** The name of its class; `"Function"` for a function. */
  readonly className: string;
}

/** A call, when it is made or when it comes in. */
export interface ObservedCall {
  /** What is done. */
  readonly kind: CallKind;
  /**
   * What it is done to, from the object on: `"getUser"`, `"orders.first"`. A
   * call that is built on another's answer has its name in front:
   * `"getUser().orders.first"`. For `"apply"` without a path the name of the
   * function, or `""`.
   */
  readonly name: string;
  /** The object that it is done to; `undefined` for the service itself. */
  readonly reference: ObservedReference | undefined;
  /** The arguments, or the value to set; they belong to the program. */
  readonly args: readonly unknown[];
}

/** How a call ended. */
export type ObservedAnswer =
  | {
    readonly ok: true;
    /** What the method returned; it belongs to the program. */
    readonly value: unknown;
    /** The bytes of the answer on the wire, or before compression. */
    readonly bytes: number;
    /** The remote objects that came with it, or went with it. */
    readonly references: readonly ObservedReference[];
  }
  | {
    readonly ok: false;
    /** What the method threw, or why there is no answer. */
    readonly error: unknown;
    /** The same; 0 when there was none. */
    readonly bytes: number;
  };

/** Watches one call that this end makes. */
export interface OutgoingCallObserver {
  /** A W3C `traceparent` that the other end's observer gets to see. */
  readonly traceparent?: string;
  /**
   * The call leaves, with this many bytes before compression. Calls with the
   * same round trip travel in one frame, whose bytes are the sum of theirs. Not
   * told for a call that cannot be sent.
   */
  sent(bytes: number, roundTrip: number): void;
  /** The call has ended; told once, and last. */
  ended(answer: ObservedAnswer, report?: unknown): void;
}

/** Watches one call that the other end makes. */
export interface IncomingCallObserver {
  /** Runs the method, so that calls which it makes can be told to be its own. */
  run<Result>(method: () => Result): Result;
  /**
   * What the caller's observer is told beside the answer, as plain data; asked
   * for once, before the answer is sent, and only if the caller is observed.
   */
  report?(): unknown;
  /** The answer leaves; told once, and last. */
  ended(answer: ObservedAnswer): void;
}

/** Watches one connection. */
export interface ConnectionObserver {
  /** This end makes a call. */
  calling(call: ObservedCall): OutgoingCallObserver | undefined;
  /**
   * The other end makes a call. `traceparent` is its observer's, if it has one;
   * `cause` is the call of this end, still in flight, that handed the called
   * function or object to the other end.
   */
  called(
    call: ObservedCall,
    traceparent: string | undefined,
    cause: OutgoingCallObserver | undefined,
  ): IncomingCallObserver | undefined;
  /** A reference has come from the other end. */
  received(reference: ObservedReference): void;
  /**
   * This end has let go of a reference that it had received: its program
   * released it, or forgot it and the garbage collector came across it.
   */
  released(reference: ObservedReference, by: "program" | "collector"): void;
  /** No more is to come: the connection has ended, or is watched no more. */
  closed(): void;
}

/**
 * Watches connections: `connection.observe(observer)`. What an observer throws is
 * the failure of the call that it watches, so that it had better not.
 */
export interface RpcObserver {
  /** A connection is watched from now on. */
  connected(connection: { readonly peer: string }): ConnectionObserver;
}
