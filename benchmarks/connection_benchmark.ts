import { BenchmarkBase, type BenchmarkOptions } from "./benchmark_base.ts";
import { closeConnections, type ConnectionFactory } from "./connections.ts";
import { requirePositive } from "./options.ts";

/** How connections are made, and how many. */
export interface ConnectionBenchmarkOptions<Connection>
  extends BenchmarkOptions {
  /** Resolves when a first byte could be exchanged. */
  readonly connectionFactory: ConnectionFactory<Connection>;
  /** How many connections, one after another. Default 100. */
  readonly numConnections?: number;
}

/**
 * Measures how long it takes to establish a connection. All connections stay
 * open until the end, so that none is helped by another's leaving.
 *
 * @example Connect to a threaded server
 * ```ts
 * import { ConnectionBenchmark } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const metrics = await new ConnectionBenchmark({
 *   name: "connect",
 *   protocol: "rpc",
 *   connectionFactory: () => createRpcConnection(server),
 *   numConnections: 20,
 * }).execute();
 * assertEquals(metrics.computeStatistics().connection_time?.count, 20);
 * ```
 */
export class ConnectionBenchmark<Connection> extends BenchmarkBase {
  readonly #connectionFactory: ConnectionFactory<Connection>;
  readonly #numConnections: number;
  readonly #connections: Connection[] = [];

  /** Throws a `RangeError` if `numConnections` is not a whole number above 0. */
  constructor(options: ConnectionBenchmarkOptions<Connection>) {
    super(options);
    this.#connectionFactory = options.connectionFactory;
    this.#numConnections = requirePositive(
      "numConnections",
      options.numConnections ?? 100,
    );
  }

  /** Makes all connections. */
  protected override async run(): Promise<void> {
    for (let i = 0; i < this.#numConnections && !this.stopped; i++) {
      await this.attempt(this.#connectionFactory, (seconds, connection) => {
        this.#connections.push(connection);
        this.metrics.addConnectionTime(seconds);
      });
      this.progress((i + 1) / this.#numConnections);
    }
  }

  /** Closes the connections. */
  protected override teardown(): Promise<void> {
    return closeConnections(this.#connections);
  }
}
