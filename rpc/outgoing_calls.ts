import type { EncodedEnvelope, Envelope } from "./envelope.ts";
import { CallTimeoutError, RemoteError } from "./errors.ts";
import type { CallOptions } from "./remote.ts";
import { requireSeconds, timerDelay } from "./arguments.ts";

interface Call {
  readonly id: number;
  readonly method: string;
  readonly timeout: number;
  /** When to give up, in milliseconds of `performance.now()`. */
  readonly deadline: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  stopListening?: () => void;
  /** The caller has its answer, or has given up waiting for it. */
  settled: boolean;
}

/** A call that waits until the other end can take one more. */
interface WaitingCall {
  readonly call: Call;
  readonly frame: EncodedEnvelope;
}

/** What {@linkcode OutgoingCalls} needs of its connection. */
export interface OutgoingCallsOptions {
  /** Encodes an envelope within the other end's limits; throws if it cannot. */
  readonly encode: (envelope: Envelope) => EncodedEnvelope;
  /** Sends a frame. */
  readonly send: (frame: EncodedEnvelope) => void;
  /** How many unanswered calls the other end accepts. */
  readonly mostInFlight: number;
  /** Seconds until a call is given up, unless the call says otherwise. */
  readonly timeout: number;
}

/**
 * The calls that this end has made and that have no answer yet.
 *
 * A call that its caller gave up still counts as in flight until the other end
 * has answered it, since until then the other end is at work on it.
 */
export class OutgoingCalls {
  readonly #options: OutgoingCallsOptions;
  readonly #inFlight = new Map<number, Call>();
  readonly #waiting = new Map<number, WaitingCall>();
  #lastId = 0;
  /** One timer serves all calls: it is set for the earliest deadline. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakeAt = Infinity;
  #lost: Error | undefined;

  /** Starts with no calls. */
  constructor(options: OutgoingCallsOptions) {
    this.#options = options;
  }

  /** How many calls have no answer yet. */
  get count(): number {
    return this.#inFlight.size + this.#waiting.size;
  }

  /** Calls a method of the other end; never throws, but rejects. */
  call(
    method: string,
    args: readonly unknown[],
    { timeout = this.#options.timeout, signal }: CallOptions,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#lost !== undefined) throw this.#lost;
      requireSeconds("timeout", timeout);
      signal?.throwIfAborted();
      const id = ++this.#lastId;
      const frame = this.#options.encode(["call", id, method, args]);
      const deadline = performance.now() + timeout * 1000;
      const call: Call = {
        id,
        method,
        timeout,
        deadline,
        resolve,
        reject,
        settled: false,
      };
      if (signal !== undefined) this.#giveUpOnAbort(call, signal);
      if (deadline < this.#wakeAt) this.#wake(deadline);
      if (this.#inFlight.size < this.#options.mostInFlight) {
        this.#inFlight.set(id, call);
        this.#options.send(frame);
      } else {
        this.#waiting.set(id, { call, frame });
      }
    });
  }

  /** Settles the call that a reply answers; a stray reply answers none. */
  settle(
    reply: Extract<Envelope, readonly ["result" | "error", ...unknown[]]>,
  ): void {
    const [kind, id, value] = reply;
    const call = this.#inFlight.get(id);
    if (call === undefined) return;
    this.#inFlight.delete(id);
    if (!call.settled) {
      finish(call);
      if (kind === "result") call.resolve(value);
      else call.reject(asError(value));
    }
    if (this.#waiting.size > 0) this.#sendWaiting();
  }

  /** Rejects all calls, and all that are still to come. */
  lose(error: Error): void {
    this.#lost = error;
    clearTimeout(this.#timer);
    const calls = [...this.#inFlight.values()];
    for (const { call } of this.#waiting.values()) calls.push(call);
    this.#inFlight.clear();
    this.#waiting.clear();
    for (const call of calls) {
      if (call.settled) continue;
      finish(call);
      call.reject(error);
    }
  }

  #sendWaiting(): void {
    for (const [id, { call, frame }] of this.#waiting) {
      this.#waiting.delete(id);
      this.#inFlight.set(id, call);
      this.#options.send(frame);
      return;
    }
  }

  #giveUpOnAbort(call: Call, signal: AbortSignal): void {
    const giveUp = () => this.#giveUp(call, signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    call.stopListening = () => signal.removeEventListener("abort", giveUp);
  }

  #giveUp(call: Call, reason: unknown): void {
    finish(call);
    call.reject(reason);
    if (this.#waiting.delete(call.id)) return;
    this.#options.send(this.#options.encode(["cancel", call.id]));
  }

  #wake(deadline: number): void {
    clearTimeout(this.#timer);
    this.#wakeAt = deadline;
    if (deadline === Infinity) return;
    const timer = setTimeout(
      () => this.#giveUpOverdue(),
      timerDelay(deadline - performance.now()),
    );
    // The socket keeps the program alive while it waits, not the clock.
    Deno.unrefTimer(timer);
    this.#timer = timer;
  }

  #giveUpOverdue(): void {
    const now = performance.now();
    let next = Infinity;
    const calls = [...this.#inFlight.values()];
    for (const { call } of this.#waiting.values()) calls.push(call);
    for (const call of calls) {
      if (call.settled) continue;
      if (call.deadline <= now) this.#giveUp(call, overdue(call));
      else next = Math.min(next, call.deadline);
    }
    this.#wake(next);
  }
}

function finish(call: Call): void {
  call.settled = true;
  call.stopListening?.();
}

function overdue({ method, timeout }: Call): CallTimeoutError {
  return new CallTimeoutError(`${method}: no reply within ${timeout} s`);
}

/** What was thrown on the other end; errors come with their class and stack. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const message = `the other end threw ${
    Deno.inspect(thrown)
  }, which is no Error`;
  return new RemoteError("RemoteError", message, "", { cause: thrown });
}
