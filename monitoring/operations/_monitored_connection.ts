import type {
  ConnectionObserver,
  IncomingCallObserver,
  ObservedAnswer,
  ObservedCall,
  OutgoingCallObserver,
} from "../../rpc/mod.ts";
import { methodOf } from "../../telemetry/method_of.ts";
import { OTHER } from "./_bounded_names.ts";
import type { OperationOrigin } from "./ended_operation.ts";
import type { MonitoredOperation } from "./_monitored_operation.ts";
import type { MonitoredOperations } from "./_monitored_operations.ts";

/** Follows the calls of one connection, in both directions, by method. */
export class MonitoredConnection implements ConnectionObserver {
  readonly #calls: MonitoredMethods;
  readonly #answers: MonitoredMethods;

  /** Counts with `operations` what `peer` is asked, and what it asks. */
  constructor(operations: MonitoredOperations, peer: string) {
    this.#calls = new MonitoredMethods("call", operations, peer);
    this.#answers = new MonitoredMethods("answer", operations, peer);
  }

  calling(call: ObservedCall): OutgoingCallObserver {
    return new MonitoredCall(this.#calls.of(call));
  }

  called(call: ObservedCall): IncomingCallObserver | undefined {
    // Nothing offered has such a name: it is a probe, such as a server's start is.
    if (call.name.startsWith("_")) return undefined;
    return this.#answers.knows(call)
      ? new MonitoredCall(this.#answers.of(call))
      : new UnknownCall(this.#answers, call);
  }

  received(): void {}

  released(): void {}

  closed(): void {
    this.#calls.close();
    this.#answers.close();
  }
}

/** The methods that are called in one direction of a connection. */
class MonitoredMethods {
  readonly #kind: "call" | "answer";
  readonly #operations: MonitoredOperations;
  readonly #peer: string;
  /** Those of the service itself, by what a call says without further ado. */
  readonly #ofService = new Map<string, MonitoredMethod>();
  readonly #all = new Map<string, MonitoredMethod>();
  #closed = false;

  constructor(
    kind: "call" | "answer",
    operations: MonitoredOperations,
    peer: string,
  ) {
    this.#kind = kind;
    this.#operations = operations;
    this.#peer = peer;
  }

  /** Whether there is an operation already for what a call is of. */
  knows(call: ObservedCall): boolean {
    return call.reference === undefined && this.#ofService.has(call.name) ||
      this.#operations.has(`${this.#kind}/${methodOf(call)}`);
  }

  of(call: ObservedCall): MonitoredMethod {
    if (call.reference !== undefined) return this.#named(methodOf(call));
    const known = this.#ofService.get(call.name);
    if (known !== undefined) return known;
    const method = this.#named(call.name);
    // Of names that are counted together, there may be any number.
    if (method.origin.method !== OTHER) this.#ofService.set(call.name, method);
    return method;
  }

  /** What all calls are counted with that are of nothing. */
  ofNothing(): MonitoredMethod {
    return this.#counted(this.#operations.named(OTHER), OTHER);
  }

  /** Of calls under way, nothing more may be heard: some are never answered. */
  close(): void {
    this.#closed = true;
    for (const method of this.#all.values()) method.close();
  }

  #named(name: string): MonitoredMethod {
    return this.#counted(this.#operations.named(`${this.#kind}/${name}`), name);
  }

  #counted(operation: MonitoredOperation, name: string): MonitoredMethod {
    let method = this.#all.get(operation.name);
    if (method === undefined) {
      method = new MonitoredMethod(operation, {
        kind: this.#kind,
        method: operation.name === OTHER ? OTHER : name,
        peer: this.#peer,
      });
      if (this.#closed) method.close();
      this.#all.set(operation.name, method);
    }
    return method;
  }
}

/** A method of a connection, and how many calls of it are under way. */
class MonitoredMethod {
  readonly origin: CallOrigin;
  readonly #operation: MonitoredOperation;
  #underWay = 0;
  #closed = false;

  constructor(operation: MonitoredOperation, origin: CallOrigin) {
    this.#operation = operation;
    this.origin = origin;
  }

  begin(): void {
    if (this.#closed) return;
    this.#underWay++;
    this.#operation.begin();
  }

  end(seconds: number, answer: ObservedAnswer): void {
    if (this.#closed) return;
    this.#underWay--;
    if (answer.ok) this.#operation.succeed(seconds, this.origin);
    else this.#operation.fail(seconds, this.origin, answer.error);
  }

  close(): void {
    this.#closed = true;
    this.#operation.forget(this.#underWay);
  }
}

type CallOrigin = Exclude<OperationOrigin, { readonly kind: "program" }>;

/** One call under way, made or answered by this end. */
class MonitoredCall implements OutgoingCallObserver, IncomingCallObserver {
  readonly #method: MonitoredMethod;
  readonly #begunAt: number;

  constructor(method: MonitoredMethod, begunAt = performance.now()) {
    this.#method = method;
    this.#begunAt = begunAt;
    method.begin();
  }

  sent(): void {}

  run<Result>(method: () => Result): Result {
    return method();
  }

  ended(answer: ObservedAnswer): void {
    this.#method.end((performance.now() - this.#begunAt) / 1000, answer);
  }
}

/**
 * A call of the other end, by a name that it may have made up. There is something
 * of this name if something runs or is answered; else the name is not kept: those
 * that there are would soon be too many to be told apart.
 */
class UnknownCall implements IncomingCallObserver {
  readonly #methods: MonitoredMethods;
  readonly #call: ObservedCall;
  readonly #begunAt = performance.now();
  #known: MonitoredCall | undefined;

  constructor(methods: MonitoredMethods, call: ObservedCall) {
    this.#methods = methods;
    this.#call = call;
  }

  run<Result>(method: () => Result): Result {
    this.#known ??= this.#become(this.#methods.of(this.#call));
    return method();
  }

  ended(answer: ObservedAnswer): void {
    this.#known ??= this.#become(
      answer.ok ? this.#methods.of(this.#call) : this.#methods.ofNothing(),
    );
    this.#known.ended(answer);
  }

  #become(method: MonitoredMethod): MonitoredCall {
    return new MonitoredCall(method, this.#begunAt);
  }
}
