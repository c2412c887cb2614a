import type { RpcTarget } from "./target.ts";

/** What a call may be told beside its arguments. */
export interface CallOptions {
  /**
   * Seconds until the call is given up with a `CallTimeoutError`; `Infinity`
   * for never. Default: the connection's own, 30 unless set.
   */
  readonly timeout?: number;
  /** Gives the call up, with the signal's reason, when it aborts. */
  readonly signal?: AbortSignal;
  /**
   * Lets calls with the same key run one after another at the other end, in the
   * order in which they arrive. That must have the scheduler `key_serialized`,
   * or the call rejects with a `TypeError`; by that scheduler, calls of all
   * connections to a process are ordered with each other.
   *
   * A call that is made, to and fro, from within a call with the same key waits
   * for itself until it is given up.
   */
  readonly orderingKey?: string;
}

/** Every function. */
// deno-lint-ignore no-explicit-any -- only so does it match every function
export type AnyFunction = (...args: any[]) => unknown;

/** What is passed as a copy and has no parts of its own that are not. */
export type Whole =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | void
  | symbol
  | Date
  | RegExp
  | Error
  | ArrayBuffer
  | ArrayBufferView;

/** The names of a service's public methods. */
export type MethodName<Service> = {
  [Name in keyof Service]: Name extends `_${string}` ? never
    : Name extends string ? Service[Name] extends AnyFunction ? Name
      : never
    : never;
}[keyof Service];

/** The names of what can be read of a target: its accessors. */
export type PropertyName<Target> = Target extends RpcTarget ? {
    [Name in keyof Target]: Name extends `_${string}` ? never
      : Name extends string ? Target[Name] extends AnyFunction ? never
        : Name
      : never;
  }[keyof Target]
  : never;

/** What the methods and properties of a service or a target are to a caller. */
export type RemoteMembers<T> =
  & {
    readonly [Name in MethodName<T>]: T[Name] extends
      (...args: infer Args) => infer Result
      ? (...args: RemoteArguments<Args>) => RemotePromise<Awaited<Result>>
      : never;
  }
  & {
    readonly [Name in PropertyName<T>]: RemotePromise<Awaited<T[Name]>>;
  };

/** What every reference can do beside what its object offers. */
export interface RemoteHandle<T> extends Disposable {
  /** Sets a property; rejects with a `TypeError` for one that cannot be set. */
  readonly $set: <Name extends PropertyName<T>>(
    name: Name,
    value: RemoteArgument<T[Name]>,
  ) => Promise<void>;
  /** What it is a reference to; only the types know. */
  readonly "~original": T;
}

/**
 * A service, a target or a function as the other end of a connection sees it:
 * every public method with its own parameters, and a promise of its own result;
 * every property as a promise of its value; a function as one that returns a
 * promise. Targets among parameters and results are references, and plain data
 * is itself.
 *
 * A reference stays until it is disposed, best by `using`, or until the
 * connection ends.
 *
 * @example Type a function that works on any connection to a service
 * ```ts
 * import type { Remote } from "@x/rpcbench/rpc";
 *
 * class Adder {
 *   add(a: number, b: number): number {
 *     return a + b;
 *   }
 * }
 *
 * export function double(adder: Remote<Adder>, n: number): Promise<number> {
 *   return adder.add(n, n);
 * }
 * ```
 */
export type Remote<T> = T extends AnyFunction ?
    & ((
      ...args: RemoteArguments<Parameters<T>>
    ) => RemotePromise<Awaited<ReturnType<T>>>)
    & RemoteHandle<T>
  : T extends RpcTarget ? RemoteMembers<T> & RemoteHandle<T>
  : RemoteMembers<T>;

/**
 * A value as it arrives: targets and functions as references, those of the
 * receiver as themselves, anything that can be iterated asynchronously as a
 * stream, and all else as a copy.
 */
export type RemoteValue<T> = 0 extends 1 & T ? T
  : T extends Whole ? T
  : T extends { readonly "~original": infer Original } ? Original
  : T extends RpcTarget | AnyFunction ? Remote<T>
  : T extends ReadableStream<infer Value> ? ReadableStream<RemoteValue<Value>>
  : T extends AsyncIterable<infer Value> ? ReadableStream<RemoteValue<Value>>
  : T extends Map<infer Key, infer Value>
    ? Map<RemoteValue<Key>, RemoteValue<Value>>
  : T extends Set<infer Value> ? Set<RemoteValue<Value>>
  : T extends object ? { [Name in keyof T]: RemoteValue<T[Name]> }
  : T;

/**
 * The answer to a call: a promise that can be built upon before it is there.
 *
 * What is called or read of it, within the same tick, leaves in one frame with
 * the call itself, so that `await root.getUser(1).address.city` is one round
 * trip. Like every promise it is awaited once somebody needs its value.
 */
export type RemotePromise<T> =
  & Promise<RemoteValue<T>>
  & RemoteAnswer<T>
  & Pipelined<NonNullable<T>>;

/** What tells a remote promise from any other; only the types know. */
export interface RemoteAnswer<T> {
  /** What it is the answer of. */
  readonly "~answered": T;
}

/** What can be done with an answer that is not there. */
export type Pipelined<T> = 0 extends 1 & T ? unknown
  : T extends Whole | ReadableStream | AsyncIterable<unknown> ? unknown
  : T extends { readonly "~original": unknown } ? unknown
  : T extends RpcTarget | AnyFunction ? Remote<T>
  : T extends ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> ? unknown
  : T extends readonly (infer Item)[] ? {
      readonly [index: number]: RemotePromise<Item>;
    }
  : T extends object ? {
      readonly [Name in keyof T]: RemotePromise<T[Name]>;
    }
  : unknown;

/** The arguments that a caller may give for the parameters of a method. */
export type RemoteArguments<Args extends readonly unknown[]> = {
  [Index in keyof Args]: RemoteArgument<Args[Index]>;
};

/**
 * What a caller may give for a parameter: a value of its type, or a promise of
 * one from another call of the same tick; for references and streams in it, see
 * {@linkcode GivenValue}.
 */
export type RemoteArgument<T> =
  | GivenValue<T>
  | (unknown extends T ? never : RemoteAnswer<T>);

/**
 * A value as it is sent, the reverse of {@linkcode RemoteValue}: for a
 * reference, also what it is to refer to; for a stream, anything that can be
 * iterated asynchronously.
 */
export type GivenValue<T> = 0 extends 1 & T ? T
  : T extends Whole ? T
  // Were the reference a function here, those given would have untyped parameters.
  : T extends { readonly "~original": infer Original }
    ? Local<Original> | RemoteHandle<Original>
  : T extends RpcTarget | AnyFunction ? Local<T> | RemoteHandle<T>
  : T extends AsyncIterable<infer Value> ? AsyncIterable<GivenValue<Value>>
  : T extends Map<infer Key, infer Value>
    ? Map<GivenValue<Key>, GivenValue<Value>>
  : T extends Set<infer Value> ? Set<GivenValue<Value>>
  : T extends object ? { [Name in keyof T]: GivenValue<T[Name]> }
  : T;

/** What can be given for a reference to a target or a function, which may be async. */
export type Local<T> = T extends (...args: infer Args) => infer Result
  ? (...args: Args) => Result | Promise<Awaited<Result>>
  : T;

/** What {@linkcode obtain} makes of a value: targets become plain data. */
export type Obtained<T> = 0 extends 1 & T ? T
  : T extends Whole ? T
  : T extends { readonly "~original": infer Original } ? Obtained<Original>
  : T extends RpcTarget
    ? { [Name in PropertyName<T>]: Obtained<Awaited<T[Name]>> }
  : T extends AnyFunction ? Remote<T>
  : T extends ReadableStream | AsyncIterable<unknown> ? RemoteValue<T>
  : T extends Map<infer Key, infer Value> ? Map<Obtained<Key>, Obtained<Value>>
  : T extends Set<infer Value> ? Set<Obtained<Value>>
  : T extends object ? { [Name in keyof T]: Obtained<T[Name]> }
  : T;
