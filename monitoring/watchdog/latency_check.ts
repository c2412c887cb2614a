import { closeConnections } from "../../benchmarks/connections.ts";
import {
  LatencyBenchmark,
  type LatencyBenchmarkOptions,
} from "../../benchmarks/latency_benchmark.ts";
import type { WatchCheck } from "./watch_check.ts";

/** Which requests a check makes, and how many; `numRequests` is 100 by default. */
export type LatencyCheckOptions<Connection> =
  & Pick<
    LatencyBenchmarkOptions<Connection>,
    "connectionFactory" | "requestFunc" | "numRequests" | "warmupRequests"
  >
  & Partial<Pick<LatencyBenchmarkOptions<Connection>, "name" | "protocol">>;

/** Enough for a median and p95; a service that is watched has other things to do. */
const DEFAULT_REQUESTS = 100;
/** What a new connection has yet to find out, it has found out by then. */
const DEFAULT_WARM_UP = 10;

/**
 * Makes a check that opens a connection, makes some requests, one after another,
 * and closes it. It fails if it cannot connect, or if no request succeeds.
 *
 * @throws {RangeError} for a count that is not a whole number.
 *
 * @example Measure a service once
 * ```ts
 * import { latencyCheck } from "@x/rpcbench/monitoring";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assert, assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const check = latencyCheck({
 *   connectionFactory: () => createRpcConnection(server),
 *   requestFunc: (connection) => connection.root.ping(),
 * });
 * const result = await check(AbortSignal.timeout(10_000));
 * assert("protocol" in result);
 * assertEquals(result.latency?.count, 100);
 * ```
 */
export function latencyCheck<Connection>(
  options: LatencyCheckOptions<Connection>,
): WatchCheck {
  const benchmarkOf = (signal: AbortSignal) =>
    new LatencyBenchmark<Connection>({
      name: "check",
      protocol: "rpc",
      numRequests: DEFAULT_REQUESTS,
      warmupRequests: DEFAULT_WARM_UP,
      ...options,
      signal,
      connectionFactory: () => connectUnlessAborted(options, signal),
      requestFunc: (connection) =>
        unlessAborted(options.requestFunc(connection), signal),
    });
  // Wrong options are told now, and not at each check.
  benchmarkOf(new AbortController().signal);

  return async (signal) => {
    const metrics = await benchmarkOf(signal).execute();
    signal.throwIfAborted();
    const result = metrics.computeStatistics();
    if (result.latency !== undefined) return result;
    const [failure] = result.metadata.errors;
    const example = failure?.examples[0] ?? "it took none";
    throw new Error(`no request succeeded: ${failure?.kind}: ${example}`);
  };
}

async function connectUnlessAborted<Connection>(
  { connectionFactory }: LatencyCheckOptions<Connection>,
  signal: AbortSignal,
): Promise<Connection> {
  const connecting = connectionFactory();
  try {
    return await unlessAborted(connecting, signal);
  } catch (error) {
    // One that comes too late is of no use to anybody.
    connecting.then((late) => closeConnections([late])).catch(() => {});
    throw error;
  }
}

/** What some work comes to; rejects as soon as the signal aborts. */
async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
