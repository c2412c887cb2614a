import type { CopyLimits } from "./copy_of.ts";
import { type EncodedEnvelope, sizeOnWire } from "./encode_envelope.ts";
import type { Answer, Request } from "./envelope.ts";
import { withoutCause } from "./error_values.ts";
import { ProtocolError } from "./errors.ts";
import type { ConnectionObserver, OutgoingCallObserver } from "./observer.ts";
import { observedKind } from "./operation.ts";
import { release } from "./outgoing_call.ts";
import type { OutgoingStream } from "./outgoing_streams.ts";
import { nameOfPassed, NOTHING_RECEIVED, type Received } from "./passing.ts";
import { isPromiseLike, Reach } from "./reach.ts";
import { RunningCall } from "./running_call.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ServiceClass } from "./target.ts";
import { PendingArgument } from "./value_unpacker.ts";

/** What {@linkcode IncomingCalls} needs of its connection. */
export interface IncomingCallsOptions {
  /** Encodes an answer within the other end's limits; throws if it cannot. */
  readonly encode: (answer: Answer) => EncodedEnvelope;
  /** Sends a frame; does nothing once the connection is closed. */
  readonly send: (frame: EncodedEnvelope) => void;
  /** How many calls may run, or wait for it, at once. */
  readonly mostInFlight: number;
  /** When calls run. */
  readonly scheduler: Scheduler;
  /** How large a copy of an object may be. */
  readonly copyLimits: CopyLimits;
  /**
   * Resolves when the other end has read the answers that wait for it;
   * `undefined` when they are few enough to go on.
   */
  readonly backlog: () => Promise<void> | undefined;
  /** An object of this end by its number; `undefined` for one that is not lent. */
  readonly lent: (id: number) => object | undefined;
  /** The call of this end that lent a reference, while it is in flight. */
  readonly lenderOf: (reference: number) => OutgoingCallObserver | undefined;
  /** Who watches the connection just now. */
  readonly observer: () => ConnectionObserver | undefined;
}

/** Runs the calls that the other end makes, and answers each exactly once. */
export class IncomingCalls {
  readonly #options: IncomingCallsOptions;
  readonly #service: object;
  readonly #reach: Reach;
  readonly #running = new Map<number, RunningCall>();
  #open = true;

  /** Makes the instance of `service` that will answer; none offers no methods. */
  constructor(
    service: ServiceClass | undefined,
    options: IncomingCallsOptions,
  ) {
    this.#options = options;
    this.#service = service === undefined ? {} : new service();
    this.#reach = new Reach(this.#service, options.copyLimits);
  }

  /** Runs a call; throws a {@linkcode ProtocolError} if it is one too many. */
  start(request: Request, received: Received): void {
    if (this.#open) this.#start(new RunningCall(request, received, undefined));
  }

  /** How many calls have no answer yet. */
  get count(): number {
    return this.#running.size;
  }

  /** Runs the calls of one frame, some of which build on others. */
  startBatch(
    requests: readonly Request[],
    received: readonly Received[],
  ): void {
    if (!this.#open) return;
    const answers = new Map<number, unknown>();
    for (const [i, request] of requests.entries()) {
      // A frame that passes nothing by reference says so once, not for each.
      const came = received[i] ?? NOTHING_RECEIVED;
      this.#start(new RunningCall(request, came, answers));
    }
  }

  #start(call: RunningCall): void {
    const { id } = call;
    if (this.#running.size >= this.#options.mostInFlight) {
      throw new ProtocolError(
        `more than ${this.#options.mostInFlight} calls are in flight`,
      );
    }
    if (this.#running.has(id)) {
      throw new ProtocolError(`two calls in flight have the id ${id}`);
    }
    const hasItsTurn = this.#options.scheduler.enter(call);
    if (hasItsTurn && this.#options.backlog() === undefined) this.#run(call);
    else this.#runLater(call, hasItsTurn);
  }

  /**
   * Starts a call once its turn has come, and the other end reads: until then its
   * answer has no room. One that was given up by then does not start.
   */
  async #runLater(call: RunningCall, hasItsTurn: boolean): Promise<void> {
    this.#running.set(call.id, call);
    const run = Promise.withResolvers<unknown>();
    run.promise.catch(() => {
      // Whoever builds on it hears of it as well.
    });
    call.answers?.set(call.id, run.promise);
    if (!hasItsTurn) await call.turn();
    // Nor is there room to answer one that was given up.
    let backlog = this.#options.backlog();
    while (backlog !== undefined) {
      await backlog;
      backlog = this.#options.backlog();
    }
    this.#running.delete(call.id);
    if (call.cancelled !== undefined) {
      run.reject(call.cancelled);
      return this.#answer(call, ["error", call.id, call.cancelled]);
    }
    this.#run(call);
    run.resolve(call.answers?.get(call.id));
  }

  #run(call: RunningCall): void {
    if (this.#options.observer() !== undefined) this.#observe(call);
    let result: unknown;
    try {
      result = this.#perform(call);
    } catch (error) {
      call.answers?.set(call.id, rejected(error));
      return this.#answer(call, ["error", call.id, error]);
    }
    call.answers?.set(call.id, result);
    if (isPromiseLike(result)) this.#answerLater(call, result);
    else this.#answer(call, ["result", call.id, result]);
  }

  #perform(call: RunningCall): unknown {
    const { request } = call;
    const kind = request[0];
    const path = request[3];
    const args = request[4];
    const target = this.#target(call);
    const isPending = args.length > 0 && args.some(isPendingArgument);
    // By far the most requests are a call of the target's own method.
    if (
      kind === "call" && typeof path === "string" && !isPending &&
      !isPromiseLike(target)
    ) return this.#reach.call(target, path, args, call.invoke);
    const perform = (args: readonly unknown[]) =>
      this.#reach.perform(kind, target, call.path, args, call.invoke);
    return isPending
      ? this.#arguments(call, args).then(perform)
      : perform(args);
  }

  #target({ request, answers }: RunningCall): unknown {
    const target = request[2];
    if (target === 0) return this.#service;
    if (target < 0) return answerOf(answers, -target);
    const lent = this.#options.lent(target);
    if (lent !== undefined) return lent;
    throw new ReferenceError(
      `there is no reference ${target}, or it was released`,
    );
  }

  #arguments(
    { answers, invoke }: RunningCall,
    args: readonly unknown[],
  ): Promise<unknown[]> {
    return Promise.all(args.map((arg) => {
      if (!(arg instanceof PendingArgument)) return arg;
      const answer = answerOf(answers, arg.request);
      return this.#reach.perform("get", answer, arg.path, [], invoke);
    }));
  }

  #observe(call: RunningCall): void {
    const [kind, , target, , args, traceparent] = call.request;
    const { path } = call;
    const lent = this.#options.lent(target);
    const name = lent === undefined ? "" : nameOfPassed(lent);
    const className = typeof lent === "function" ? "Function" : name;
    call.observer = this.#options.observer()?.called(
      {
        kind: observedKind(kind, path),
        name: path.length === 0 ? name : path.join("."),
        reference: lent === undefined ? undefined : { id: target, className },
        args,
      },
      traceparent,
      this.#options.lenderOf(target),
    );
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
    call: RunningCall,
    result: PromiseLike<unknown>,
  ): Promise<void> {
    const { id } = call;
    this.#running.set(id, call);
    let answer: Answer;
    try {
      answer = ["result", id, await result];
    } catch (error) {
      answer = ["error", id, error];
    }
    this.#running.delete(id);
    this.#answer(call, answer);
  }

  #answer(call: RunningCall, answer: Answer): void {
    const { observer, received, request } = call;
    this.#options.scheduler.leave(call);
    const report = observer !== undefined && request[5] !== undefined
      ? observer.report?.()
      : undefined;
    const frame = this.#encode(answer, report);
    this.#options.send(frame);
    this.#releaseAfter(frame.passed.streams, received);
    if (observer === undefined) return;
    const bytes = sizeOnWire(frame);
    observer.ended(
      answer[0] === "result"
        ? { ok: true, value: answer[2], bytes, references: [] }
        : { ok: false, error: answer[2], bytes },
    );
  }

  /**
   * Lets go of what came with a call: it belongs to the call, and was retained
   * by now if need be. The streams of an answer may still be made of it.
   */
  #releaseAfter(streams: readonly OutgoingStream[], received: Received): void {
    if (streams.length === 0) return release(received);
    Promise.all(streams.map(({ ended }) => ended))
      .then(() => release(received));
  }

  /** Encodes an answer; instead of one that cannot be sent, an error that can. */
  #encode(answer: Answer, report: unknown): EncodedEnvelope {
    const { encode } = this.#options;
    try {
      return encode(withReport(answer, report));
    } catch (problem) {
      const [kind, id, value] = answer;
      try {
        const error = instead(kind, value, problem);
        return encode(withReport(["error", id, error], report));
      } catch {
        // Whatever is wrong with it, its caller must not wait for ever.
        return encode(["error", id, UNSENDABLE]);
      }
    }
  }
}

function withReport(answer: Answer, report: unknown): Answer {
  return report === undefined
    ? answer
    : [answer[0], answer[1], answer[2], report];
}

/** Small and plain enough for every peer. */
const UNSENDABLE = new Error(
  "the answer cannot be sent, nor can what is wrong with it",
);
UNSENDABLE.stack = "";

/** An error whose cause cannot be sent is worth more than the news of that. */
function instead(
  kind: Answer[0],
  value: unknown,
  problem: unknown,
): unknown {
  return kind === "error" && value instanceof Error
    ? withoutCause(value)
    : problem;
}

function answerOf(
  answers: ReadonlyMap<number, unknown> | undefined,
  id: number,
): unknown {
  if (answers?.has(id)) return answers.get(id);
  throw new ReferenceError(`there is no call ${id} in the same frame before`);
}

function isPendingArgument(value: unknown): boolean {
  return value instanceof PendingArgument;
}

function rejected(error: unknown): Promise<never> {
  const promise = Promise.reject(error);
  // Its own caller is told anyway, and so is each that builds on it.
  promise.catch(() => {});
  return promise;
}

async function dispose(service: object): Promise<void> {
  if (Symbol.asyncDispose in service) {
    await using _service = service as AsyncDisposable;
  } else if (Symbol.dispose in service) {
    using _service = service as Disposable;
  }
}
