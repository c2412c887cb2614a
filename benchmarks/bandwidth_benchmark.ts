import { payload } from "../servers/mod.ts";
import { BenchmarkBase } from "./benchmark_base.ts";
import { closeConnections } from "./connections.ts";
import { requirePositive } from "./options.ts";
import {
  byteLength,
  requireLength,
  type TransferOptions,
} from "./transfers.ts";
import { warmUpBy } from "./warm_up.ts";

/** Which sizes are transferred, how, and how often. */
export interface BandwidthBenchmarkOptions<Connection>
  extends TransferOptions<Connection> {
  /** Bytes per transfer. Default 1 KiB, 10 KiB, 100 KiB and 1 MiB. */
  readonly dataSizes?: readonly number[];
  /** How often each size is measured, either way, after one unmeasured time. Default 10. */
  readonly iterations?: number;
}

const DEFAULT_SIZES = [1024, 10 * 1024, 100 * 1024, 1024 * 1024];

/**
 * Measures how many bytes per second go up and down, by the size of the
 * transfer. A download that brings too few bytes counts as failed.
 *
 * @example Measure two sizes
 * ```ts
 * import { BandwidthBenchmark } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const metrics = await new BandwidthBenchmark({
 *   name: "bandwidth",
 *   protocol: "rpc",
 *   connectionFactory: () => createRpcConnection(server),
 *   uploadFunc: (connection, data) => connection.root.upload(data),
 *   downloadFunc: (connection, size) => connection.root.download(size),
 *   dataSizes: [1000, 100_000],
 * }).execute();
 * const { bandwidth_by_size } = metrics.computeStatistics();
 * assertEquals(bandwidth_by_size?.map(({ size }) => size), [1000, 100_000]);
 * ```
 */
export class BandwidthBenchmark<Connection> extends BenchmarkBase {
  readonly #options: BandwidthBenchmarkOptions<Connection>;
  readonly #sizes: readonly number[];
  readonly #iterations: number;
  readonly #connections: Connection[] = [];

  /** Throws a `RangeError` for a size or count that is not a whole number above 0. */
  constructor(options: BandwidthBenchmarkOptions<Connection>) {
    super(options);
    const { dataSizes = DEFAULT_SIZES, iterations = 10 } = options;
    for (const size of dataSizes) requirePositive("dataSizes", size);
    this.#options = options;
    this.#sizes = dataSizes;
    this.#iterations = requirePositive("iterations", iterations);
  }

  /** Makes the connection. */
  protected override async setup(): Promise<void> {
    this.#connections.push(await this.#options.connectionFactory());
  }

  /** Transfers all sizes. */
  protected override async run(): Promise<void> {
    for (const connection of this.#connections) {
      for (const [i, size] of this.#sizes.entries()) {
        await this.#runSize(connection, size);
        this.progress((i + 1) / this.#sizes.length);
      }
    }
  }

  /** Closes the connection. */
  protected override teardown(): Promise<void> {
    return closeConnections(this.#connections);
  }

  async #runSize(connection: Connection, size: number): Promise<void> {
    const { uploadFunc, downloadFunc } = this.#options;
    const data = payload(size);
    const upload = () => uploadFunc(connection, data);
    const download = async () =>
      requireLength(byteLength(await downloadFunc(connection, size)), size);
    // The first transfer grows buffers and windows, and is not measured.
    await warmUpBy(1, upload, () => this.stopped);
    await warmUpBy(1, download, () => this.stopped);
    for (let i = 0; i < this.#iterations && !this.stopped; i++) {
      await this.attempt(
        upload,
        (seconds) => this.metrics.addUpload(size, seconds),
      );
      await this.attempt(
        download,
        (seconds) => this.metrics.addDownload(size, seconds),
      );
    }
  }
}
