import { payload } from "../servers/mod.ts";
import { requirePositive } from "./options.ts";
import { type Transfer, TransferBenchmark } from "./transfer_benchmark.ts";
import {
  byteLength,
  nameOfSize,
  requireLength,
  type TransferOptions,
} from "./transfers.ts";

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
export class BandwidthBenchmark<Connection>
  extends TransferBenchmark<Connection> {
  /** Up and down, size by size. */
  protected override readonly transfers: readonly Transfer<Connection>[];

  /** Throws a `RangeError` for a size or count that is not a whole number above 0. */
  constructor(options: BandwidthBenchmarkOptions<Connection>) {
    const { dataSizes = DEFAULT_SIZES, iterations = 10 } = options;
    super({ ...options, iterations });
    this.transfers = dataSizes.flatMap((size) =>
      this.#bothWays(requirePositive("dataSizes", size), options)
    );
  }

  #bothWays(
    size: number,
    { downloadFunc, uploadFunc }: TransferOptions<Connection>,
  ): Transfer<Connection>[] {
    return [{
      name: `${nameOfSize(size)} up`,
      run: (connection) => uploadFunc(connection, payload(size)),
      record: (seconds) => this.metrics.addUpload(size, seconds),
    }, {
      name: `${nameOfSize(size)} down`,
      run: async (connection) =>
        requireLength(byteLength(await downloadFunc(connection, size)), size),
      record: (seconds) => this.metrics.addDownload(size, seconds),
    }];
  }
}
