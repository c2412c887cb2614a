import type {
  ConnectionObserver,
  IncomingCallObserver,
  ObservedCall,
  ObservedReference,
  OutgoingCallObserver,
  RpcObserver,
} from "./observer.ts";

/**
 * Observers of all connections are known to every copy of this package that the
 * program has loaded, such as one from a registry and one from a folder.
 */
const EVERYWHERE = Symbol.for("@x/rpcbench observers 1");

/**
 * Watches every connection that this process opens from now on, until what this
 * returns is disposed. Connections that are open by then stay watched.
 *
 * @example Count all calls of a program
 * ```ts
 * import { observeConnections } from "@x/rpcbench/rpc";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * let calls = 0;
 * using _observation = observeConnections({
 *   connected: () => ({
 *     calling: () => void calls++,
 *     called: () => undefined,
 *     received() {},
 *     released() {},
 *     closed() {},
 *   }),
 * });
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * calls = 0;
 * await connection.root.ping();
 * assertEquals(calls, 1);
 * ```
 */
export function observeConnections(observer: RpcObserver): Disposable {
  const observers = ofAllConnections();
  observers.add(observer);
  return { [Symbol.dispose]: () => void observers.delete(observer) };
}

function ofAllConnections(): Set<RpcObserver> {
  const global: typeof globalThis & { [EVERYWHERE]?: Set<RpcObserver> } =
    globalThis;
  return global[EVERYWHERE] ??= new Set();
}

/** Those who watch one connection. */
export class Observers {
  readonly #peer: string;
  #all: readonly ConnectionObserver[] = [];
  #current: ConnectionObserver | undefined;

  /** Starts with those who watch every connection, if this is one for them. */
  constructor(peer: string, observed: boolean) {
    this.#peer = peer;
    if (!observed) return;
    for (const observer of ofAllConnections()) this.add(observer);
  }

  /** All of them as one; `undefined` if there is none. */
  get current(): ConnectionObserver | undefined {
    return this.#current;
  }

  /** Adds one, until what this returns is disposed. */
  add(observer: RpcObserver): Disposable {
    const added = observer.connected({ peer: this.#peer });
    this.#set([...this.#all, added]);
    return {
      [Symbol.dispose]: () => {
        if (!this.#all.includes(added)) return;
        this.#set(this.#all.filter((other) => other !== added));
        added.closed();
      },
    };
  }

  /** The connection has ended. */
  clear(): void {
    const all = this.#all;
    this.#set([]);
    for (const observer of all) observer.closed();
  }

  #set(all: readonly ConnectionObserver[]): void {
    this.#all = all;
    this.#current = all.length > 1 ? new Together(all) : all[0];
  }
}

/** Several observers of one connection, told in their order. */
class Together implements ConnectionObserver {
  readonly #all: readonly ConnectionObserver[];
  /** Which call observers of ours stand for one call. */
  readonly #outgoing = new WeakMap<
    OutgoingCallObserver,
    readonly (OutgoingCallObserver | undefined)[]
  >();

  constructor(all: readonly ConnectionObserver[]) {
    this.#all = all;
  }

  calling(call: ObservedCall): OutgoingCallObserver | undefined {
    const observers = this.#all.map((it) => it.calling(call));
    if (observers.every((it) => it === undefined)) return undefined;
    const together: OutgoingCallObserver = {
      traceparent: observers.find((it) => it?.traceparent)?.traceparent,
      sent: (...sent) => observers.forEach((it) => it?.sent(...sent)),
      ended: (...ended) => observers.forEach((it) => it?.ended(...ended)),
    };
    this.#outgoing.set(together, observers);
    return together;
  }

  called(
    call: ObservedCall,
    traceparent: string | undefined,
    cause: OutgoingCallObserver | undefined,
  ): IncomingCallObserver | undefined {
    const causes = cause === undefined ? undefined : this.#outgoing.get(cause);
    const observers = this.#all
      .map((it, i) => it.called(call, traceparent, causes?.[i]))
      .filter((it) => it !== undefined);
    if (observers.length === 0) return undefined;
    return {
      run: (method) =>
        observers.reduceRight(
          (inner, observer) => () => observer.run(inner),
          method,
        )(),
      report: () =>
        observers.map((it) => it.report?.()).find((it) => it !== undefined),
      ended: (answer) => observers.forEach((it) => it.ended(answer)),
    };
  }

  received(reference: ObservedReference): void {
    for (const observer of this.#all) observer.received(reference);
  }

  released(reference: ObservedReference, by: "program" | "collector"): void {
    for (const observer of this.#all) observer.released(reference, by);
  }

  closed(): void {
    for (const observer of this.#all) observer.closed();
  }
}
