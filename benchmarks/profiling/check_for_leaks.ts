import {
  LeakCheck,
  type LeakCheckOptions,
  type LeakCheckSides,
  LEAST_READINGS,
} from "./leak_check.ts";
import type { LeakCheckResult } from "./leak_check_result.ts";

/** By then a process has warmed up. */
const MOST_ITERATIONS = 20;

/** How strict {@linkcode checkForLeaks} is, and how patient. */
export interface CheckForLeaksOptions extends LeakCheckOptions {
  /**
   * How often the work is done before it is called a leak, at least six times;
   * 20 by default. It ends as soon as it passes.
   */
  readonly mostIterations?: number;
}

/**
 * Does some work again and again, and finds out whether client or server keep
 * what they should let go of; see {@linkcode LeakCheck}. A process that has only
 * started grows at first, and then no more: it is a leak if that does not end.
 *
 * @throws {RangeError} if `mostIterations` is no whole number, or below six.
 *
 * @example
 * ```ts
 * import { checkForLeaks } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer, tablesOf, ThisProcess } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ inspectable: true, port: 0 });
 * await using connection = await createRpcConnection(server);
 * await using client = new ThisProcess(() => tablesOf([connection]));
 * const result = await checkForLeaks({ client, server }, async () => {
 *   for (let i = 0; i < 200; i++) await connection.root.ping();
 * });
 * assertEquals(result.passed, true);
 * ```
 */
export async function checkForLeaks(
  sides: LeakCheckSides,
  work: () => Promise<void>,
  options: CheckForLeaksOptions = {},
): Promise<LeakCheckResult> {
  const { mostIterations = MOST_ITERATIONS } = options;
  if (!Number.isInteger(mostIterations) || mostIterations < LEAST_READINGS) {
    throw new RangeError(
      `mostIterations must be a whole number of ${LEAST_READINGS} or more, got ${mostIterations}`,
    );
  }
  const check = new LeakCheck(sides, options);
  for (let i = 1;; i++) {
    await work();
    await check.read();
    if (i < LEAST_READINGS) continue;
    const result = check.result();
    if (result.passed || i >= mostIterations) return result;
  }
}
