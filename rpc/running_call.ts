import { type CallContext, runAsCurrentCall } from "./current_call.ts";
import type { Request } from "./envelope.ts";
import type { IncomingCallObserver } from "./observer.ts";
import type { Received } from "./passing.ts";
import type { ScheduledCall } from "./scheduler.ts";

/** A call at work; its signal is only made for a method that asks for it. */
export class RunningCall implements CallContext, ScheduledCall {
  readonly request: Request;
  readonly received: Received;
  /** What the requests of its frame come to, for those that build on them. */
  readonly answers: Map<number, unknown> | undefined;
  observer: IncomingCallObserver | undefined;
  #controller: AbortController | undefined;
  #cancelled: Error | undefined;
  #turn: PromiseWithResolvers<void> | undefined;

  constructor(
    request: Request,
    received: Received,
    answers: Map<number, unknown> | undefined,
  ) {
    this.request = request;
    this.received = received;
    this.answers = answers;
  }

  get id(): number {
    return this.request[1];
  }

  get orderingKey(): string | undefined {
    const { request } = this;
    // By far the most requests are shorter: to look beyond their end is slow.
    return request.length > 6 ? request[6] : undefined;
  }

  /** Why nobody waits for it any more; `undefined` while somebody does. */
  get cancelled(): Error | undefined {
    return this.#cancelled;
  }

  /** The names that lead from its target to what it is for. */
  get path(): readonly string[] {
    const path = this.request[3];
    return typeof path === "string" ? [path] : path;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#cancelled !== undefined) this.#controller.abort(this.#cancelled);
    return this.#controller.signal;
  }

  cancel(reason: Error): void {
    this.#cancelled = reason;
    this.#controller?.abort(reason);
    this.#turn?.resolve();
  }

  /** Resolves when its turn comes, or nobody waits for it any more. */
  turn(): Promise<void> {
    this.#turn ??= Promise.withResolvers();
    return this.#turn.promise;
  }

  proceed(): void {
    this.#turn?.resolve();
  }

  /** Runs the program's own code as this call's. */
  readonly invoke = (work: () => unknown): unknown => {
    const { observer } = this;
    return observer === undefined
      ? runAsCurrentCall(this, work)
      : observer.run(() => runAsCurrentCall(this, work));
  };
}
