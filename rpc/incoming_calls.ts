import type { EncodedEnvelope, Envelope } from "./envelope.ts";
import { withoutCause } from "./error_values.ts";
import { ProtocolError } from "./errors.ts";
import {
  type CallContext,
  type Method,
  offeredMethods,
  runAsCurrentCall,
  type ServiceClass,
} from "./service.ts";

type Answer = Extract<Envelope, readonly ["result" | "error", ...unknown[]]>;

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
  /**
   * Resolves when the other end has read the answers that wait for it;
   * `undefined` when they are few enough to go on.
   */
  readonly backlog: () => Promise<void> | undefined;
}

/** Runs the calls that the other end makes, and answers each exactly once. */
export class IncomingCalls {
  readonly #options: IncomingCallsOptions;
  readonly #service: object | undefined;
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #running = new Map<number, RunningCall>();
  #open = true;

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
    if (!this.#open) return;
    if (this.#running.size >= this.#options.mostInFlight) {
      throw new ProtocolError(
        `more than ${this.#options.mostInFlight} calls are in flight`,
      );
    }
    if (this.#running.has(id)) {
      throw new ProtocolError(`two calls in flight have the id ${id}`);
    }
    const call = new RunningCall();
    if (this.#options.backlog() === undefined) this.#run(id, call, name, args);
    else this.#runLater(id, call, name, args);
  }

  /** Starts a call once the other end reads: until then its answer has no room. */
  async #runLater(
    id: number,
    call: RunningCall,
    name: string,
    args: readonly unknown[],
  ): Promise<void> {
    this.#running.set(id, call);
    for (;;) {
      const backlog = this.#options.backlog();
      if (backlog === undefined) break;
      await backlog;
    }
    this.#running.delete(id);
    if (this.#open) this.#run(id, call, name, args);
  }

  #run(
    id: number,
    call: RunningCall,
    name: string,
    args: readonly unknown[],
  ): void {
    const method = this.#methods.get(name);
    if (this.#service === undefined || method === undefined) {
      const error = new TypeError(
        `the service has no method ${JSON.stringify(name)}`,
      );
      this.#answer(["error", id, error]);
      return;
    }
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

  /** Tells all calls that nobody waits for them, and starts no more. */
  lose(reason: Error): void {
    this.#open = false;
    for (const call of this.#running.values()) call.cancel(reason);
  }

  /** Lets go of the service. */
  async dispose(): Promise<void> {
    await dispose(this.#service);
  }

  async #answerLater(
    id: number,
    call: RunningCall,
    result: PromiseLike<unknown>,
  ): Promise<void> {
    this.#running.set(id, call);
    let answer: Answer;
    try {
      answer = ["result", id, await result];
    } catch (error) {
      answer = ["error", id, error];
    }
    this.#running.delete(id);
    this.#answer(answer);
  }

  #answer(answer: Answer): void {
    this.#options.send(this.#encode(answer));
  }

  /** Encodes an answer; instead of one that cannot be sent, an error that can. */
  #encode(answer: Answer): EncodedEnvelope {
    const { encode } = this.#options;
    const id = answer[1];
    try {
      return encode(answer);
    } catch (problem) {
      try {
        return encode(["error", id, instead(answer, problem)]);
      } catch {
        // Whatever is wrong with it, its caller must not wait for ever.
        return encode(["error", id, UNSENDABLE]);
      }
    }
  }
}

/** Small and plain enough for every peer. */
const UNSENDABLE = new Error(
  "the answer cannot be sent, nor can what is wrong with it",
);
UNSENDABLE.stack = "";

/** An error whose cause cannot be sent is worth more than the news of that. */
function instead([kind, , value]: Answer, problem: unknown): unknown {
  return kind === "error" && value instanceof Error
    ? withoutCause(value)
    : problem;
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
