import type { EncodedEnvelope, Envelope } from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import {
  type CallContext,
  type Method,
  offeredMethods,
  runAsCurrentCall,
  type ServiceClass,
} from "./service.ts";

/** A call at work; its signal is only made for a method that asks for it. */
class RunningCall implements CallContext {
  #controller: AbortController | undefined;
  #cancelled: Error | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#cancelled !== undefined) this.#controller.abort(this.#cancelled);
    return this.#controller.signal;
  }

  cancel(reason: Error): void {
    this.#cancelled = reason;
    this.#controller?.abort(reason);
  }
}

/** What {@linkcode IncomingCalls} needs of its connection. */
export interface IncomingCallsOptions {
  /** Encodes an envelope within the other end's limits; throws if it cannot. */
  readonly encode: (envelope: Envelope) => EncodedEnvelope;
  /** Sends a frame; does nothing once the connection is closed. */
  readonly send: (frame: EncodedEnvelope) => void;
  /** How many calls may run at once. */
  readonly mostInFlight: number;
}

/** Runs the calls that the other end makes, and answers each exactly once. */
export class IncomingCalls {
  readonly #options: IncomingCallsOptions;
  readonly #service: object | undefined;
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #running = new Map<number, RunningCall>();

  /** Makes the instance of `service` that will answer; none offers no methods. */
  constructor(
    service: ServiceClass | undefined,
    options: IncomingCallsOptions,
  ) {
    this.#options = options;
    this.#service = service === undefined ? undefined : new service();
    this.#methods = service === undefined ? new Map() : offeredMethods(service);
  }

  /** Runs a call; throws a {@linkcode ProtocolError} if it is one too many. */
  start(id: number, name: string, args: readonly unknown[]): void {
    if (this.#running.size >= this.#options.mostInFlight) {
      throw new ProtocolError(
        `more than ${this.#options.mostInFlight} calls are in flight`,
      );
    }
    if (this.#running.has(id)) {
      throw new ProtocolError(`two calls in flight have the id ${id}`);
    }
    const method = this.#methods.get(name);
    if (this.#service === undefined || method === undefined) {
      const error = new TypeError(
        `the service has no method ${JSON.stringify(name)}`,
      );
      this.#answer(["error", id, error]);
      return;
    }
    const call = new RunningCall();
    try {
      const result = runAsCurrentCall(call, method, this.#service, args);
      if (isPromiseLike(result)) this.#answerLater(id, call, result);
      else this.#answer(["result", id, result]);
    } catch (error) {
      this.#answer(["error", id, error]);
    }
  }

  /** Tells a call that nobody waits for it; one that is done is past telling. */
  cancel(id: number): void {
    this.#running.get(id)?.cancel(
      new DOMException("the caller has given up", "AbortError"),
    );
  }

  /** Tells all calls that nobody waits for them, and lets go of the service. */
  async close(reason: Error): Promise<void> {
    for (const call of this.#running.values()) call.cancel(reason);
    await dispose(this.#service);
  }

  async #answerLater(
    id: number,
    call: RunningCall,
    result: PromiseLike<unknown>,
  ): Promise<void> {
    this.#running.set(id, call);
    let answer: Envelope;
    try {
      answer = ["result", id, await result];
    } catch (error) {
      answer = ["error", id, error];
    }
    this.#running.delete(id);
    this.#answer(answer);
  }

  #answer(
    answer: Extract<Envelope, readonly ["result" | "error", ...unknown[]]>,
  ): void {
    let frame: EncodedEnvelope;
    try {
      frame = this.#options.encode(answer);
    } catch (error) {
      frame = this.#options.encode([
        "error",
        answer[1],
        sendable(error, answer),
      ]);
    }
    this.#options.send(frame);
  }
}

/** What to say instead of an answer that cannot be sent. */
function sendable(
  error: unknown,
  [kind, , value]: readonly ["result" | "error", number, unknown],
): Error {
  if (kind === "result" || !(value instanceof Error)) return asError(error);
  // An error whose cause cannot be sent is worth more than the news of that.
  const bare = new Error(value.message);
  bare.name = value.name;
  bare.stack = value.stack;
  return bare;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}

async function dispose(service: object | undefined): Promise<void> {
  if (service === undefined) return;
  if (Symbol.asyncDispose in service) {
    await using _service = service as AsyncDisposable;
  } else if (Symbol.dispose in service) {
    using _service = service as Disposable;
  }
}
