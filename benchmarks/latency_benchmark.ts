import type { BenchmarkOptions } from "./benchmark_base.ts";
import { closeConnections, type ConnectionFactory } from "./connections.ts";
import { requireWholeNumber } from "../rpc/arguments.ts";
import { requirePositive } from "./options.ts";
import { RepeatedBenchmark } from "./repeated_benchmark.ts";
import { warmUp, warmUpBy } from "./warm_up.ts";

/** Which requests are made, and how many. */
export interface LatencyBenchmarkOptions<Connection> extends BenchmarkOptions {
  /** Makes the one connection that all requests use. */
  readonly connectionFactory: ConnectionFactory<Connection>;
  /** Makes one request; resolves when it is answered. */
  readonly requestFunc: (connection: Connection) => Promise<unknown>;
  /** How many requests are measured. Default 1000. */
  readonly numRequests?: number;
  /**
   * How many requests come first, unmeasured. Default: as many as it takes until
   * their median is stable.
   */
  readonly warmupRequests?: number;
}

/**
 * Measures the round trip of requests, one after another on one connection.
 *
 * @example Measure a method of the service
 * ```ts
 * import { LatencyBenchmark } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const metrics = await new LatencyBenchmark({
 *   name: "compute",
 *   protocol: "rpc",
 *   connectionFactory: () => createRpcConnection(server),
 *   requestFunc: (connection) => connection.root.compute(1000),
 *   numRequests: 100,
 *   warmupRequests: 10,
 * }).execute();
 * assertEquals(metrics.computeStatistics().latency?.count, 100);
 * ```
 */
export class LatencyBenchmark<Connection> extends RepeatedBenchmark {
  readonly #connectionFactory: ConnectionFactory<Connection>;
  readonly #requestFunc: (connection: Connection) => Promise<unknown>;
  readonly #warmupRequests: number | undefined;
  /** One, or none before it is set up; a connection may be any value. */
  readonly #connections: Connection[] = [];

  /** Throws a `RangeError` for a count that is not a whole number. */
  constructor(options: LatencyBenchmarkOptions<Connection>) {
    const { numRequests = 1000, warmupRequests } = options;
    requirePositive("numRequests", numRequests);
    super({ ...options, repetitions: numRequests });
    this.#connectionFactory = options.connectionFactory;
    this.#requestFunc = options.requestFunc;
    this.#warmupRequests = warmupRequests === undefined
      ? undefined
      : requireWholeNumber("warmupRequests", warmupRequests, 0);
  }

  /** Makes the connection and warms it up. */
  protected override async setup(): Promise<void> {
    this.#connections.push(await this.#connectionFactory());
    const request = () => this.work();
    const stopped = () => this.stopped;
    if (this.#warmupRequests === undefined) await warmUp(request, stopped);
    else await warmUpBy(this.#warmupRequests, request, stopped);
  }

  /** Makes one request. */
  protected override work(): Promise<unknown> {
    return this.#requestFunc(this.#connections[0]);
  }

  /** Closes the connection. */
  protected override teardown(): Promise<void> {
    return closeConnections(this.#connections.splice(0));
  }
}
