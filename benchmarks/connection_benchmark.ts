import type { BenchmarkOptions } from "./benchmark_base.ts";
import { closeConnections, type ConnectionFactory } from "./connections.ts";
import { requirePositive } from "./options.ts";
import { RepeatedBenchmark } from "./repeated_benchmark.ts";

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
 * open until the end, so that none is helped by another's leaving; but in
 * `deno bench`, which makes thousands, each is closed before the next.
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
export class ConnectionBenchmark<Connection>
  extends RepeatedBenchmark<Connection> {
  readonly #connectionFactory: ConnectionFactory<Connection>;
  readonly #connections = new Set<Connection>();

  /** Throws a `RangeError` if `numConnections` is not a whole number above 0. */
  constructor(options: ConnectionBenchmarkOptions<Connection>) {
    const { numConnections = 100 } = options;
    requirePositive("numConnections", numConnections);
    super({ ...options, repetitions: numConnections });
    this.#connectionFactory = options.connectionFactory;
  }

  /** Makes one connection. */
  protected override work(): Promise<Connection> {
    return this.#connectionFactory();
  }

  /** Records the time to connect; the connection stays open. */
  protected override record(seconds: number, connection: Connection): void {
    this.#connections.add(connection);
    this.metrics.addConnectionTime(seconds);
  }

  /** Closes a connection. */
  protected override async tidy(connection: Connection): Promise<void> {
    this.#connections.delete(connection);
    await closeConnections([connection]);
  }

  /** Closes the connections. */
  protected override async teardown(): Promise<void> {
    const connections = [...this.#connections];
    this.#connections.clear();
    await closeConnections(connections);
  }
}
