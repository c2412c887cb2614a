import type { EncodedEnvelope } from "./encode_envelope.ts";
import type { OutgoingCallObserver } from "./observer.ts";
import { type Operation, operationName } from "./operation.ts";
import { NOTHING_PASSED, NOTHING_RECEIVED, type Received } from "./passing.ts";

/** Calls of one moment that leave in one frame. */
export type Group = OutgoingCall[];

/** How far a call has come. */
export type CallState =
  /** It leaves at the end of this tick, with what builds on it. */
  | "gathered"
  /** It waits until the other end can take one more. */
  | "waiting"
  | "in flight"
  /** The other end has answered, or never will. */
  | "over";

/**
 * A call of this end, from the moment it is made, to its answer, to the release
 * of the references that came with that.
 *
 * References belong to whoever awaits the call or holds it by `using`. If calls
 * were built on it and nobody did either, they are released as soon as all of
 * these are answered.
 */
export class OutgoingCall implements Disposable {
  /** Settles with the answer, or when the call is given up. */
  readonly promise: Promise<unknown>;
  /** Its number on the wire; 0 for one that is done at this end. */
  readonly id: number;
  /** Seconds until it is given up. */
  readonly timeout: number;
  /** When that is, in milliseconds of `performance.now()`. */
  readonly deadline: number;
  /** Who watches it. */
  readonly observer: OutgoingCallObserver | undefined;
  /** How far it has come. */
  state: CallState = "over";
  /** Whether the caller has its answer, or has given up waiting for it. */
  settled = false;
  /** The calls that it shares its frame with. */
  group: Group | undefined;
  /** What is sent, once it is known. */
  frame: EncodedEnvelope | undefined;
  /** What it handed to the other end, once it has left. */
  passed = NOTHING_PASSED;
  /** Undoes what waits for the caller's signal. */
  stopListening: (() => void) | undefined;

  readonly #origin: Operation["origin"];
  readonly #path: Operation["path"];
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #received = NOTHING_RECEIVED;
  #wanted = false;
  #builtOn = false;
  /** How many of the calls that build on it have no answer. */
  #pending = 0;
  #onSettled: (() => void)[] | undefined;

  /** A call that has not left. */
  constructor(
    id: number,
    { origin, path }: Operation,
    timeout: number,
    observer: OutgoingCallObserver | undefined,
  ) {
    this.id = id;
    this.#origin = origin;
    this.#path = path;
    this.timeout = timeout;
    this.deadline = performance.now() + timeout * 1000;
    this.observer = observer;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** What error messages call it; few calls are ever called by it. */
  get name(): string {
    return operationName({ origin: this.#origin, path: this.#path });
  }

  /** Notes that somebody has asked for its answer, who owns what comes with it. */
  wanted(): this {
    this.#wanted = true;
    return this;
  }

  /** Notes that another call builds on it, which may be settled already. */
  buildOn(by: OutgoingCall): void {
    // Whoever builds on it hears of its failure from what they built.
    if (!this.#builtOn) this.promise.catch(() => {});
    this.#builtOn = true;
    this.#pending++;
    by.whenSettled(() => {
      this.#pending--;
      this.#releaseIfUnwanted();
    });
  }

  /** Calls `action` once the call is settled. */
  whenSettled(action: () => void): void {
    if (this.settled) action();
    else (this.#onSettled ??= []).push(action);
  }

  /** The answer is here, with what came by reference. */
  resolve(value: unknown, received: Received = NOTHING_RECEIVED): void {
    this.#received = received;
    this.#settle();
    this.#resolve(value);
    this.#releaseIfUnwanted();
  }

  /** There is no answer, or it is an error. */
  reject(reason: unknown, received: Received = NOTHING_RECEIVED): void {
    this.#received = received;
    this.#settle();
    this.#reject(reason);
  }

  /** What came by reference with the answer. */
  get received(): Received {
    return this.#received;
  }

  /** Releases what came, or will come, with the answer. */
  [Symbol.dispose](): void {
    this.whenSettled(() => release(this.#received));
  }

  #settle(): void {
    this.settled = true;
    this.stopListening?.();
    const actions = this.#onSettled;
    this.#onSettled = undefined;
    if (actions !== undefined) { for (const action of actions) action(); }
  }

  #releaseIfUnwanted(): void {
    if (this.#wanted || !this.#builtOn || this.#pending > 0) return;
    if (this.settled) release(this.#received);
  }
}

/** Lets go of what came by reference with a message. */
export function release({ references, streams }: Received): void {
  for (const reference of references) reference[Symbol.dispose]();
  for (const stream of streams) stream.stopUnread(UNREAD);
}

const UNREAD = new ReferenceError(
  "the stream was not read while the call lasted that it came with",
);
