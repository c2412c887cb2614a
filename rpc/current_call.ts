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

/** Runs the synchronous part of a call as the current one. */
export function runAsCurrentCall(
  context: CallContext,
  work: () => unknown,
): unknown {
  const outer = current;
  current = context;
  try {
    return work();
  } finally {
    current = outer;
  }
}
