import { BenchmarkBase, type BenchmarkOptions } from "./benchmark_base.ts";
import { closeConnections, type ConnectionFactory } from "./connections.ts";
import { requirePositive } from "./options.ts";
import type { Repeatable, Repetitions } from "./repeatable.ts";
import { warmUpBy } from "./warm_up.ts";

/** Over what bytes are transferred, and how often. */
export interface TransferBenchmarkOptions<Connection> extends BenchmarkOptions {
  /** Makes the one connection that all transfers use. */
  readonly connectionFactory: ConnectionFactory<Connection>;
  /** How often each transfer is measured. */
  readonly iterations: number;
}

/** One way in which bytes are transferred, and how often it takes how long. */
export interface Transfer<Connection> {
  /** What tells it from the benchmark's others: `"1 KiB up"`. */
  readonly name: string;
  /** Transfers the bytes once. */
  readonly run: (connection: Connection) => Promise<unknown>;
  /** Records how many seconds that took. */
  readonly record: (seconds: number) => void;
}

/**
 * What benchmarks of transfers have in common: all go over one connection, one after
 * another, each as often as was asked for, after one time that is not measured.
 *
 * One of your own says in `transfers` what there is, and what becomes of its time.
 *
 * @example Measure bytes there and back
 * ```ts
 * import { type Transfer, TransferBenchmark } from "@x/rpcbench/benchmarks";
 * import type { RpcConnection } from "@x/rpcbench/rpc";
 * import {
 *   type BenchmarkService,
 *   createRpcConnection,
 *   payload,
 *   RpcServer,
 * } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * type Connection = RpcConnection<BenchmarkService>;
 *
 * class Echo extends TransferBenchmark<Connection> {
 *   protected override readonly transfers: readonly Transfer<Connection>[] = [{
 *     name: "1 KiB there and back",
 *     run: ({ root }) => root.echo(payload(1024)),
 *     record: (seconds) => this.metrics.addLatency(seconds),
 *   }];
 * }
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const metrics = await new Echo({
 *   name: "echo",
 *   protocol: "rpc",
 *   connectionFactory: () => createRpcConnection(server),
 *   iterations: 10,
 * }).execute();
 * assertEquals(metrics.computeStatistics().latency?.count, 10);
 * ```
 */
export abstract class TransferBenchmark<Connection> extends BenchmarkBase
  implements Repeatable {
  readonly #connectionFactory: ConnectionFactory<Connection>;
  readonly #iterations: number;
  readonly #connections: Connection[] = [];

  /** Throws a `RangeError` if `iterations` is not a whole number above 0. */
  constructor(options: TransferBenchmarkOptions<Connection>) {
    super(options);
    this.#connectionFactory = options.connectionFactory;
    this.#iterations = requirePositive("iterations", options.iterations);
  }

  /** What is transferred, in order. */
  protected abstract get transfers(): readonly Transfer<Connection>[];

  /** What its transfers are called. */
  get works(): readonly string[] {
    return this.transfers.map(({ name }) => name);
  }

  /** Sets up, and leaves it to the caller how often a transfer is done; disposal tears down. */
  open(work: number): Promise<Repetitions> {
    const { record, run } = this.transfers[work];
    return this.openFor({ run: () => run(this.#connections[0]), record });
  }

  /** Makes the connection. */
  protected override async setup(): Promise<void> {
    this.#connections.push(await this.#connectionFactory());
  }

  /** Transfers all that there is. */
  protected override async run(): Promise<void> {
    const [connection] = this.#connections;
    for (const [i, { record, run }] of this.transfers.entries()) {
      const transfer = () => run(connection);
      // The first grows buffers and windows, and makes the data; it is not measured.
      await warmUpBy(1, transfer, () => this.stopped);
      for (let j = 1; j <= this.#iterations && !this.stopped; j++) {
        await this.attempt(transfer, record);
        this.progress((i + j / this.#iterations) / this.transfers.length);
      }
    }
  }

  /** Closes the connection. */
  protected override teardown(): Promise<void> {
    return closeConnections(this.#connections.splice(0));
  }
}
