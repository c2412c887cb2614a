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

/** What a method is known by, and what it has done. */
interface Method {
  readonly operation: MonitoredOperation;
  readonly origin: OperationOrigin;
}

/** Follows the calls of one connection, in both directions, by method. */
export class MonitoredConnection implements ConnectionObserver {
  readonly #calls: Methods;
  readonly #answers: Methods;
  /** Told when the connection ends: of calls under way, nothing more may be heard. */
  readonly #underWay = new Set<MonitoredCall>();

  /** Counts with `operations` what `peer` is asked, and what it asks. */
  constructor(operations: MonitoredOperations, peer: string) {
    this.#calls = new Methods("call", operations, peer);
    this.#answers = new Methods("answer", operations, peer);
  }

  calling(call: ObservedCall): OutgoingCallObserver {
    return new MonitoredCall(this.#calls.of(call), this.#underWay);
  }

  called(call: ObservedCall): IncomingCallObserver | undefined {
    // Nothing offered has such a name: it is a probe, such as a server's start is.
    if (call.name.startsWith("_")) return undefined;
    return new MonitoredCall(this.#answers.of(call), this.#underWay);
  }

  received(): void {}

  released(): void {}

  closed(): void {
    for (const call of this.#underWay) call.forget();
  }
}

/** The methods that are called in one direction. */
class Methods {
  readonly #kind: "call" | "answer";
  readonly #operations: MonitoredOperations;
  readonly #peer: string;
  /** Of the service itself, found without making a name first. */
  readonly #ofService = new Map<string, Method>();

  constructor(
    kind: "call" | "answer",
    operations: MonitoredOperations,
    peer: string,
  ) {
    this.#kind = kind;
    this.#operations = operations;
    this.#peer = peer;
  }

  of(call: ObservedCall): Method {
    const known = call.reference === undefined
      ? this.#ofService.get(call.name)
      : undefined;
    return known ?? this.#find(call);
  }

  #find(call: ObservedCall): Method {
    const method = methodOf(call);
    const operation = this.#operations.named(`${this.#kind}/${method}`);
    const found: Method = {
      operation,
      origin: {
        kind: this.#kind,
        // What is counted together goes by one name wherever it is told.
        method: operation.name === OTHER ? OTHER : method,
        peer: this.#peer,
      },
    };
    // Names of which there may be any number are not remembered.
    if (call.reference === undefined && operation.name !== OTHER) {
      this.#ofService.set(call.name, found);
    }
    return found;
  }
}

/** One call under way, made or answered by this end. */
class MonitoredCall implements OutgoingCallObserver, IncomingCallObserver {
  readonly #method: Method;
  readonly #underWay: Set<MonitoredCall>;
  readonly #begunAt = performance.now();

  constructor(method: Method, underWay: Set<MonitoredCall>) {
    this.#method = method;
    this.#underWay = underWay.add(this);
    method.operation.begin();
  }

  sent(): void {}

  run<Result>(method: () => Result): Result {
    return method();
  }

  ended(answer: ObservedAnswer): void {
    if (!this.#underWay.delete(this)) return;
    const { operation, origin } = this.#method;
    const seconds = (performance.now() - this.#begunAt) / 1000;
    if (answer.ok) operation.succeed(seconds, origin);
    else operation.fail(seconds, origin, answer.error);
  }

  /** Nothing more is heard of it. */
  forget(): void {
    if (this.#underWay.delete(this)) this.#method.operation.forget();
  }
}
