import type { OutgoingCall } from "./outgoing_call.ts";
import type { Operation, Operator, Origin } from "./operation.ts";
import type { CallOptions } from "./remote.ts";

/** Finds the node behind a proxy; no other object answers to it. */
const NODE = Symbol("node");

/**
 * A place at the other end, as a chain of property names from where it starts.
 * Programs see it as a proxy that is called, awaited, and followed further.
 *
 * Nothing is sent until it is called, or awaited.
 */
export class RemoteNode implements ProxyHandler<() => void> {
  /** Where the chain starts. */
  readonly origin: Origin;
  /** The names that lead on from there. */
  readonly path: readonly string[];
  /** Who does what is asked of it. */
  readonly operator: Operator;
  /** What its calls may take. */
  readonly options: CallOptions;
  /** The steps from a service or a reference, which programs take again and again. */
  #steps: Map<string, unknown> | undefined;
  #got: OutgoingCall | undefined;

  /** A node is made anew for each step of a chain. */
  constructor(
    origin: Origin,
    path: readonly string[],
    operator: Operator,
    options: CallOptions,
  ) {
    this.origin = origin;
    this.path = path;
    this.operator = operator;
    this.options = options;
  }

  /** The node behind a value that a program has, if there is one. */
  static of(value: unknown): RemoteNode | undefined {
    if (typeof value !== "function") return undefined;
    const node: unknown = Reflect.get(value, NODE);
    return node instanceof RemoteNode ? node : undefined;
  }

  /** What the program sees of it. */
  // deno-lint-ignore no-explicit-any -- its type is the other end's, see Remote
  get face(): any {
    return new Proxy(remote, this);
  }

  /** Whether it is the start of its chain. */
  get isOrigin(): boolean {
    return this.path.length === 0;
  }

  /** Does something to what the chain leads to. */
  perform(
    kind: Operation["kind"],
    args: readonly unknown[],
    path: readonly string[] = this.path,
  ): OutgoingCall {
    const { origin, options } = this;
    return this.operator.perform({ kind, origin, path, args, options });
  }

  /** A copy of what the chain leads to; its type is the other end's. */
  // deno-lint-ignore no-explicit-any -- as that of a face
  obtain(): Promise<any> {
    return this.perform("obtain", NO_ARGUMENTS).wanted().promise;
  }

  /** A call of what the chain leads to. */
  apply(_target: unknown, _this: unknown, args: readonly unknown[]): unknown {
    const call = this.perform("call", args);
    return new RemoteNode(
      { kind: "answer", call },
      NO_PATH,
      this.operator,
      this.options,
    ).face;
  }

  /** A step further. */
  get(_target: unknown, name: string | symbol): unknown {
    if (typeof name === "symbol") return this.#symbol(name);
    switch (name) {
      case "then":
        return this.#isPromise ? this.#promiseMethod("then") : undefined;
      case "catch":
      case "finally":
        if (this.#isPromise) return this.#promiseMethod(name);
        break;
      case "$set":
        return (name: string, value: unknown) => {
          const call = this.perform("set", [value], [...this.path, name]);
          return call.wanted().promise;
        };
      // Whatever turns to JSON asks for it, and means no call.
      case "toJSON":
        return undefined;
    }
    if (this.#isPromise) return this.#step(name);
    this.#steps ??= new Map();
    let step = this.#steps.get(name);
    if (step === undefined) {
      step = this.#step(name);
      this.#steps.set(name, step);
    }
    return step;
  }

  /** Assignment cannot wait for the other end, nor be told what it says. */
  set(_target: unknown, name: string | symbol): never {
    throw new TypeError(
      `${
        String(name)
      } is at the other end of a connection; set it by $set(name, value)`,
    );
  }

  #step(name: string): unknown {
    const path = [...this.path, name];
    return new RemoteNode(this.origin, path, this.operator, this.options).face;
  }

  /** Whether it can be awaited: a service or a reference is there already. */
  get #isPromise(): boolean {
    return !this.isOrigin || this.origin.kind === "answer";
  }

  /**
   * A method of its promise. `await` asks for `then` at once, so that what is
   * read here still leaves in the frame of the calls that it builds on.
   */
  #promiseMethod(name: "then" | "catch" | "finally"): unknown {
    const { promise } = this.#answer().wanted();
    return promise[name].bind(promise);
  }

  /** The call whose answer this is; a property is read anew in every tick. */
  #answer(): OutgoingCall {
    if (this.isOrigin && this.origin.kind === "answer") return this.origin.call;
    if (this.#got?.state === "gathered") return this.#got;
    const got = this.perform("get", NO_ARGUMENTS);
    this.#got = got;
    // Programs see promises made of this one; to look for `then` makes none.
    got.promise.catch(() => {});
    got.whenSettled(() => {
      // A node that is kept must not keep what came with the answer.
      if (this.#got === got) this.#got = undefined;
    });
    return got;
  }

  #symbol(name: symbol): unknown {
    switch (name) {
      case NODE:
        return this;
      case Symbol.dispose:
        return this.#dispose();
      case Symbol.toPrimitive:
        throw new TypeError(
          `${
            this.path.join(".") || "a remote object"
          } is at the other end of a connection; await it first`,
        );
    }
    return undefined;
  }

  #dispose(): (() => void) | undefined {
    if (!this.isOrigin) return undefined;
    const { origin } = this;
    switch (origin.kind) {
      case "service":
        return () => {};
      case "reference":
        return () => origin.reference[Symbol.dispose]();
      case "answer": {
        // Whoever asks, as `using` does at once, holds the answer from then on.
        const call = origin.call.wanted();
        return () => call[Symbol.dispose]();
      }
    }
  }
}

/** Stands behind every proxy; a function, since proxies of others cannot be called. */
function remote(): void {}

const NO_PATH: readonly string[] = [];
const NO_ARGUMENTS: readonly unknown[] = [];
