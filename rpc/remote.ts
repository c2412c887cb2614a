/** What a call may be told beside its arguments. */
export interface CallOptions {
  /**
   * Seconds until the call is given up with a `CallTimeoutError`; `Infinity`
   * for never. Default: the connection's own, 30 unless set.
   */
  readonly timeout?: number;
  /** Gives the call up, with the signal's reason, when it aborts. */
  readonly signal?: AbortSignal;
}

/** The names of a service's public methods. */
export type MethodName<Service> = {
  [Name in keyof Service]: Name extends `_${string}` ? never
    : Name extends string
    // deno-lint-ignore no-explicit-any -- only so does it match every method
      ? Service[Name] extends (...args: any[]) => unknown ? Name
      : never
    : never;
}[keyof Service];

/**
 * A service as its caller sees it: every public method with its own parameters,
 * and a promise of its own result.
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
export type Remote<Service> = {
  readonly [Name in MethodName<Service>]: Service[Name] extends
    (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};
