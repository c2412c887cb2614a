import { BenchmarkBase, type BenchmarkOptions } from "./benchmark_base.ts";
import { closeConnections, type ConnectionFactory } from "./connections.ts";
import { requireWholeNumber } from "../rpc/arguments.ts";
import { requirePositive } from "./options.ts";
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
export class LatencyBenchmark<Connection> extends BenchmarkBase {
  readonly #connectionFactory: ConnectionFactory<Connection>;
  readonly #requestFunc: (connection: Connection) => Promise<unknown>;
  readonly #numRequests: number;
  readonly #warmupRequests: number | undefined;
  readonly #connections: Connection[] = [];

  /** Throws a `RangeError` for a count that is not a whole number. */
  constructor(options: LatencyBenchmarkOptions<Connection>) {
    super(options);
    const { numRequests = 1000, warmupRequests } = options;
    this.#connectionFactory = options.connectionFactory;
    this.#requestFunc = options.requestFunc;
    this.#numRequests = requirePositive("numRequests", numRequests);
    this.#warmupRequests = warmupRequests === undefined
      ? undefined
      : requireWholeNumber("warmupRequests", warmupRequests, 0);
  }

  /** Makes the connection and warms it up. */
  protected override async setup(): Promise<void> {
    const connection = await this.#connectionFactory();
    this.#connections.push(connection);
    const request = () => this.#requestFunc(connection);
    const stopped = () => this.stopped;
    if (this.#warmupRequests === undefined) await warmUp(request, stopped);
    else await warmUpBy(this.#warmupRequests, request, stopped);
  }

  /** Makes all requests. */
  protected override async run(): Promise<void> {
    const every = Math.ceil(this.#numRequests / 100);
    for (const connection of this.#connections) {
      const request = () => this.#requestFunc(connection);
      const succeed = (seconds: number) => this.record(seconds);
      for (let i = 1; i <= this.#numRequests && !this.stopped; i++) {
        await this.attempt(request, succeed);
        if (i % every === 0) this.progress(i / this.#numRequests);
      }
    }
  }

  /** Records the latency of one request. */
  protected record(seconds: number): void {
    this.metrics.addLatency(seconds);
  }

  /** Closes the connection. */
  protected override teardown(): Promise<void> {
    return closeConnections(this.#connections);
  }
}
