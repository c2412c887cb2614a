import { requireSeconds } from "./arguments.ts";
import { CallDeadlines } from "./call_deadlines.ts";
import { CallDepartures, share } from "./call_departures.ts";
import { CallsInFlight } from "./calls_in_flight.ts";
import { type EncodedEnvelope, sizeOnWire } from "./encode_envelope.ts";
import type { Answer, Request } from "./envelope.ts";
import { CallTimeoutError, RemoteError } from "./errors.ts";
import { HEADER_LENGTH } from "./frame.ts";
import type {
  ConnectionObserver,
  ObservedAnswer,
  OutgoingCallObserver,
} from "./observer.ts";
import {
  observedKind,
  type Operation,
  operationName,
  type Operator,
} from "./operation.ts";
import { OutgoingCall, release } from "./outgoing_call.ts";
import type { Passed, Received } from "./passing.ts";
import { followLocally } from "./received_values.ts";
import { RemoteNode } from "./remote_node.ts";
import type { SchedulerName } from "./scheduler.ts";

/** What {@linkcode OutgoingCalls} needs of its connection. */
export interface OutgoingCallsOptions {
  /** Encodes an envelope within the other end's limits; throws if it cannot. */
  readonly encode: (
    envelope: Request | readonly ["cancel", id: number],
  ) => EncodedEnvelope;
  /** Puts encoded requests into one frame; throws if the other end would not take it. */
  readonly join: (requests: readonly EncodedEnvelope[]) => EncodedEnvelope;
  /** Sends a frame. */
  readonly send: (frame: EncodedEnvelope) => void;
  /** Takes back what a request would have passed by reference. */
  readonly takeBack: (passed: Passed) => void;
  /** How many unanswered calls the other end accepts. */
  readonly mostInFlight: number;
  /** Seconds until a call is given up, unless the call says otherwise. */
  readonly timeout: number;
  /** How the other end runs calls. */
  readonly peerScheduler: SchedulerName;
  /** Who watches the connection just now. */
  readonly observer: () => ConnectionObserver | undefined;
}

/**
 * The calls that this end has made and that have no answer yet.
 *
 * What is called within one tick leaves at its end. Calls that build on each
 * other then share one frame, and the other end need not be waited for between
 * them. A call that its caller gave up still counts as in flight until the other
 * end has answered it, since until then the other end is at work on it.
 */
export class OutgoingCalls implements Operator {
  readonly #options: OutgoingCallsOptions;
  readonly #departures: CallDepartures;
  readonly #inFlight = new CallsInFlight();
  /** Those that wait for what they build on, and ask nothing before. */
  readonly #following = new Set<OutgoingCall>();
  /** Which call handed a reference to the other end, while it is in flight. */
  readonly #lenders = new Map<number, OutgoingCallObserver>();
  #lastId = 0;
  #lastRoundTrip = 0;
  readonly #deadlines: CallDeadlines;
  #lost: Error | undefined;

  /** Starts with no calls. */
  constructor(options: OutgoingCallsOptions) {
    this.#options = options;
    this.#departures = new CallDepartures({
      mostInFlight: options.mostInFlight,
      inFlight: () => this.#inFlight.count,
      depart: (calls) => this.#depart(calls),
      refuse: (calls, error) => this.#refuse(calls, error),
    });
    this.#deadlines = new CallDeadlines({
      unanswered: () => this.#unanswered(),
      giveUp: (call) => this.#giveUp(call, overdue(call)),
    });
  }

  /** How many calls have no answer yet. */
  get count(): number {
    const unsent = this.#departures.calls.filter(({ settled }) => !settled);
    return this.#inFlight.count + unsent.length;
  }

  /** The observer of the call in flight that handed a reference to the other end. */
  lenderOf(reference: number): OutgoingCallObserver | undefined {
    return this.#lenders.get(reference);
  }

  /** Begins an operation; never throws, but its promise may reject. */
  perform(operation: Operation): OutgoingCall {
    const { origin } = operation;
    return origin.kind === "answer" && origin.call.state !== "gathered"
      ? this.#continue(origin.call, operation)
      : this.#begin(operation);
  }

  /** Sends something once the calls have left that were made before. */
  inTurn(send: () => void): void {
    this.#departures.inTurn(send);
  }

  /** Gathers all calls that `build` makes into one frame. */
  batch<Result>(build: () => Result): Result {
    return this.#departures.batch(build);
  }

  #begin(operation: Operation): OutgoingCall {
    const { args, kind, options, origin, path } = operation;
    const { timeout = this.#options.timeout, signal, orderingKey } = options;
    const id = ++this.#lastId;
    const observer = this.#options.observer()?.calling({
      kind: observedKind(kind, path),
      name: operationName(operation),
      reference: origin.kind === "reference" ? origin.reference : undefined,
      args,
    });
    const call = new OutgoingCall(id, operation, timeout, observer);
    try {
      if (this.#lost !== undefined) throw this.#lost;
      requireSeconds("timeout", timeout);
      signal?.throwIfAborted();
      if (orderingKey !== undefined) this.#requireOrder(orderingKey);
      const bases = this.#bases(operation);
      const trace = observer?.traceparent;
      const to = target(operation);
      const way = path.length === 1 ? path[0] : path;
      call.frame = this.#options.encode(
        orderingKey !== undefined
          ? [kind, id, to, way, args, trace, orderingKey]
          : trace !== undefined
          ? [kind, id, to, way, args, trace]
          : [kind, id, to, way, args],
      );
      for (const base of bases) {
        base.buildOn(call);
        share(base, call);
      }
    } catch (error) {
      this.#end(call, { ok: false, error, bytes: 0 });
      return call;
    }
    this.#limit(call, signal);
    this.#departures.gather(call);
    return call;
  }

  /** A key that orders nothing would lie. */
  #requireOrder(orderingKey: string): void {
    const { peerScheduler } = this.#options;
    if (typeof orderingKey !== "string") {
      throw new TypeError(
        `orderingKey is ${Deno.inspect(orderingKey)}; it takes a string`,
      );
    }
    if (peerScheduler === "key_serialized") return;
    throw new TypeError(
      `orderingKey is ${
        JSON.stringify(orderingKey)
      }, but the other end runs calls ${peerScheduler}; it takes one that runs them key_serialized`,
    );
  }

  /** The calls of this tick whose answers an operation is to be given. */
  #bases({ origin, args }: Operation): readonly OutgoingCall[] {
    if (origin.kind !== "answer" && !args.some(isFunction)) return NO_CALLS;
    const bases = origin.kind === "answer" ? [origin.call] : [];
    for (const arg of args) {
      const node = RemoteNode.of(arg);
      if (node?.origin.kind === "answer" && node.operator === this) {
        bases.push(node.origin.call);
      }
    }
    return bases;
  }

  /** Does at this end what builds on an answer of an earlier tick. */
  #continue(base: OutgoingCall, operation: Operation): OutgoingCall {
    const { timeout = this.#options.timeout, signal, orderingKey } =
      operation.options;
    const call = new OutgoingCall(0, operation, timeout, undefined);
    base.buildOn(call);
    this.#following.add(call);
    call.whenSettled(() => this.#following.delete(call));
    try {
      requireSeconds("timeout", timeout);
      signal?.throwIfAborted();
      if (orderingKey !== undefined) this.#requireOrder(orderingKey);
    } catch (error) {
      call.reject(error);
      return call;
    }
    this.#limit(call, signal);
    base.promise
      .then((value) => followLocally(value, operation))
      .then(
        ({ value, received }) => {
          // What is taken out of an answer may be a reference that came with it.
          if (received === undefined) base.wanted();
          if (!call.settled) call.resolve(value, received);
          else if (received !== undefined) release(received);
        },
        (error) => {
          if (!call.settled) call.reject(error);
        },
      );
    return call;
  }

  /** Sees to it that a call is given up when it should be. */
  #limit(call: OutgoingCall, signal: AbortSignal | undefined): void {
    if (signal !== undefined) this.#giveUpOnAbort(call, signal);
    this.#deadlines.watch(call);
  }

  #departAlone(call: OutgoingCall): void {
    const { frame } = call;
    if (frame === undefined) return;
    this.#flies(call, HEADER_LENGTH, ++this.#lastRoundTrip);
    this.#options.send(frame);
  }

  #depart(calls: readonly OutgoingCall[]): void {
    if (calls.length === 1 && !calls[0].settled) {
      return this.#departAlone(calls[0]);
    }
    if (calls.every(({ settled }) => settled)) return this.#takeBack(calls);
    let frame: EncodedEnvelope;
    try {
      frame = this.#frameOf(calls);
    } catch (error) {
      return this.#refuse(calls, error);
    }
    const roundTrip = ++this.#lastRoundTrip;
    const ofCalls = calls.reduce(
      (sum, { frame }) => frame === undefined ? sum : sum + size(frame),
      0,
    );
    // What the frame has around its calls counts for the first of them.
    let around = sizeOnWire(frame) - ofCalls;
    for (const call of calls) {
      this.#flies(call, around, roundTrip);
      around = 0;
    }
    this.#options.send(frame);
    for (const call of calls) if (call.settled) this.#cancel(call, GIVEN_UP);
  }

  /** A call leaves, and so many bytes of its frame with it. */
  #flies(call: OutgoingCall, around: number, roundTrip: number): void {
    const { frame, observer } = call;
    call.state = "in flight";
    this.#inFlight.add(call);
    if (frame === undefined) return;
    call.passed = frame.passed;
    call.frame = undefined;
    // Of a call given up before, its observer has heard the last.
    if (observer === undefined || call.settled) return;
    observer.sent(around + size(frame), roundTrip);
    for (const reference of call.passed.references) {
      this.#lenders.set(reference, observer);
    }
  }

  #frameOf(calls: readonly OutgoingCall[]): EncodedEnvelope {
    // What a call builds on was made before it.
    const inOrder = calls.toSorted((a, b) => a.id - b.id);
    return this.#options.join(
      inOrder.flatMap(({ frame }) => frame === undefined ? [] : [frame]),
    );
  }

  /** Settles the call that a reply answers; a stray reply answers none. */
  settle(reply: Answer, received: Received, bytes: number): void {
    // By index: to take an array apart by a pattern costs as much as the rest.
    const call = this.#inFlight.take(reply[1]);
    if (call === undefined) return release(received);
    call.state = "over";
    if (call.settled) release(received);
    else if (reply[0] === "result" && call.observer === undefined) {
      call.resolve(reply[2], received);
    } else this.#endByReply(call, reply, received, bytes);
    this.#departures.proceed();
  }

  #endByReply(
    call: OutgoingCall,
    [kind, , value, report]: Answer,
    received: Received,
    bytes: number,
  ): void {
    const { references } = received;
    this.#end(
      call,
      kind === "result"
        ? { ok: true, value, bytes, references }
        : { ok: false, error: asError(value), bytes },
      received,
      report,
    );
  }

  /** Rejects all calls, and all that are still to come. */
  lose(error: Error): void {
    this.#lost = error;
    this.#deadlines.clear();
    const calls = this.#unanswered();
    this.#departures.clear();
    this.#inFlight.clear();
    for (const call of calls) {
      call.state = "over";
      if (!call.settled) this.#end(call, { ok: false, error, bytes: 0 });
    }
  }

  #unanswered(): OutgoingCall[] {
    return [
      ...this.#inFlight.all(),
      ...this.#departures.calls,
      ...this.#following,
    ];
  }

  /** Ends calls that cannot be sent. */
  #refuse(calls: readonly OutgoingCall[], error: unknown): void {
    this.#takeBack(calls);
    for (const call of calls) {
      if (!call.settled) this.#end(call, { ok: false, error, bytes: 0 });
    }
  }

  #takeBack(calls: readonly OutgoingCall[]): void {
    for (const call of calls) {
      call.state = "over";
      if (call.frame !== undefined) this.#options.takeBack(call.frame.passed);
      call.frame = undefined;
    }
  }

  /** Settles a call, and tells who watches it. */
  #end(
    call: OutgoingCall,
    answer: ObservedAnswer,
    received?: Received,
    report?: unknown,
  ): void {
    const { observer, passed } = call;
    for (const reference of passed.references) {
      if (this.#lenders.get(reference) === observer) {
        this.#lenders.delete(reference);
      }
    }
    observer?.ended(answer, report);
    if (answer.ok) call.resolve(answer.value, received);
    else call.reject(answer.error, received);
  }

  #giveUpOnAbort(call: OutgoingCall, signal: AbortSignal): void {
    const giveUp = () => this.#giveUp(call, signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    call.stopListening = () => signal.removeEventListener("abort", giveUp);
  }

  #giveUp(call: OutgoingCall, error: unknown): void {
    this.#end(call, { ok: false, error, bytes: 0 });
    if (call.state === "in flight") this.#cancel(call, error);
    // It may have been all that those behind it waited for.
    else if (call.state === "waiting") this.#departures.proceed();
  }

  #cancel({ id, passed }: OutgoingCall, reason: unknown): void {
    this.#options.send(this.#options.encode(["cancel", id]));
    for (const stream of passed.streams) stream.fail(reason);
  }
}

const NO_CALLS: readonly OutgoingCall[] = [];

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** What an operation is done to, as the wire has it. */
function target({ origin }: Operation): number {
  switch (origin.kind) {
    case "service":
      return 0;
    case "reference":
      origin.reference.requireHeld();
      return origin.reference.id;
    case "answer":
      return -origin.call.id;
  }
}

/** The bytes of a request within its frame. */
function size(frame: EncodedEnvelope): number {
  return sizeOnWire(frame) - HEADER_LENGTH;
}

/** What a stream ends with whose call was given up before it left. */
const GIVEN_UP = new DOMException("the caller has given up", "AbortError");

function overdue({ name, timeout }: OutgoingCall): CallTimeoutError {
  return new CallTimeoutError(`${name}: no reply within ${timeout} s`);
}

/** What was thrown on the other end; errors come with their class and stack. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const message = `the other end threw ${
    Deno.inspect(thrown)
  }, which is no Error`;
  return new RemoteError("RemoteError", message, "", { cause: thrown });
}
