/**
 * The base class for services whose methods come from more than one class.
 *
 * A service offers the public methods of its own class. One that extends this
 * class offers those of every class below it in the chain too. Names that start
 * with `_`, accessors, symbols, and whatever `Object.prototype` has are never
 * offered.
 *
 * @example Offer two methods, one of them inherited
 * ```ts
 * import { offeredMethods, RpcService } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class Clock extends RpcService {
 *   now(): Date {
 *     return new Date();
 *   }
 * }
 * class Calendar extends Clock {
 *   weekday(): number {
 *     return this._today().getDay();
 *   }
 *   _today(): Date {
 *     return this.now();
 *   }
 * }
 *
 * assertEquals([...offeredMethods(Calendar).keys()], ["weekday", "now"]);
 * ```
 */
export abstract class RpcService {}

/** A class whose instances answer calls; one instance is made per connection. */
export type ServiceClass<Service extends object = object> = new () => Service;

/** A method as it is found on a prototype. */
export type Method = (this: object, ...args: readonly unknown[]) => unknown;

const offered = new WeakMap<ServiceClass, ReadonlyMap<string, Method>>();

/**
 * The methods that a class offers to the other end of a connection, by name;
 * whatever is not in here cannot be reached. See {@linkcode RpcService} for the
 * rules.
 *
 * @example See what a service exposes
 * ```ts
 * import { offeredMethods } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class Greeter {
 *   greet = (name: string) => `Hello, ${name}`; // a field, not a method
 *   wave(): string {
 *     return "o/";
 *   }
 *   _secret(): void {}
 * }
 *
 * assertEquals([...offeredMethods(Greeter).keys()], ["wave"]);
 * ```
 */
export function offeredMethods(
  service: ServiceClass,
): ReadonlyMap<string, Method> {
  let methods = offered.get(service);
  if (methods === undefined) {
    methods = findMethods(service);
    offered.set(service, methods);
  }
  return methods;
}

function findMethods(service: ServiceClass): ReadonlyMap<string, Method> {
  const methods = new Map<string, Method>();
  // What overrides a method without being one hides it all the same.
  const met = new Set<string>(["constructor"]);
  for (const prototype of ownChain(service)) {
    const properties = Object.getOwnPropertyDescriptors(prototype);
    for (const [name, { value }] of Object.entries(properties)) {
      if (met.has(name) || name.startsWith("_")) continue;
      met.add(name);
      if (isMethod(value)) methods.set(name, value);
    }
  }
  return methods;
}

/** The prototypes from the service's own down to, but without, its base class. */
function ownChain(service: ServiceClass): readonly object[] {
  const chain: object[] = [];
  const ends: readonly unknown[] = [
    RpcService.prototype,
    Object.prototype,
    null,
  ];
  let prototype: object = service.prototype;
  while (!ends.includes(prototype)) {
    chain.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  return prototype === RpcService.prototype ? chain : chain.slice(0, 1);
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

/** What a method may know about the call that it answers. */
export interface CallContext {
  /**
   * Aborts when the caller gives up: by its own signal, by its timeout, or
   * because the connection is lost.
   */
  readonly signal: AbortSignal;
}

let current: CallContext | undefined;

/**
 * The call that the running service method answers, so that it can stop when
 * nobody waits for it any more.
 *
 * Must be called before the method's first `await`: afterwards it could be
 * another call's turn. Throws an `Error` then, and outside of service methods.
 *
 * @example Stop work for a caller that has gone
 * ```ts
 * import { currentCall } from "@x/rpcbench/rpc";
 *
 * class Reports {
 *   async build(pages: number): Promise<number> {
 *     const { signal } = currentCall();
 *     for (let page = 0; page < pages; page++) {
 *       signal.throwIfAborted();
 *       await Promise.resolve();
 *     }
 *     return pages;
 *   }
 * }
 * ```
 */
export function currentCall(): CallContext {
  if (current === undefined) {
    throw new Error(
      "currentCall() belongs at the start of a service method, before its first await",
    );
  }
  return current;
}

/** Runs the synchronous part of a method as the current call. */
export function runAsCurrentCall(
  context: CallContext,
  method: Method,
  service: object,
  args: readonly unknown[],
): unknown {
  const outer = current;
  current = context;
  try {
    return method.apply(service, [...args]);
  } finally {
    current = outer;
  }
}
