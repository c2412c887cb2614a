import {
  countBytes,
  payload,
  payloadChunks,
  payloadStream,
} from "../servers/mod.ts";
import { BenchmarkBase } from "./benchmark_base.ts";
import type { TransferKind } from "./transfer_kind.ts";
import { closeConnections } from "./connections.ts";
import { requirePositive } from "./options.ts";
import {
  byteLength,
  requireLength,
  totalLength,
  type TransferOptions,
} from "./transfers.ts";
import { warmUpBy } from "./warm_up.ts";

/** Which files are transferred, how, and how often. */
export interface BinaryTransferBenchmarkOptions<Connection>
  extends TransferOptions<Connection> {
  /** Sends a file in chunks. Without it, that is not measured. */
  readonly uploadChunkedFunc?: (
    connection: Connection,
    chunks: readonly Uint8Array<ArrayBuffer>[],
  ) => Promise<unknown>;
  /** Fetches a file in chunks; resolves with them, or with how many bytes came. */
  readonly downloadChunkedFunc?: (
    connection: Connection,
    size: number,
    chunkSize: number,
  ) => Promise<readonly Uint8Array[] | number>;
  /** Sends a file of `size` bytes as a stream. Without it, that is not measured. */
  readonly uploadStreamedFunc?: (
    connection: Connection,
    file: AsyncIterable<Uint8Array<ArrayBuffer>>,
    size: number,
  ) => Promise<unknown>;
  /** Fetches a file as a stream, whose end is waited for. */
  readonly downloadStreamedFunc?: (
    connection: Connection,
    size: number,
  ) => Promise<ReadableStream<Uint8Array>>;
  /** Bytes per file. Default 1.5 MiB, 128 MiB and 500 MiB. */
  readonly fileSizes?: readonly number[];
  /** Bytes per chunk. Default 64 KiB. */
  readonly chunkSize?: number;
  /** How often each transfer is measured, after one unmeasured time. Default 3. */
  readonly iterations?: number;
  /** Whether files go up. Default `true`. */
  readonly testUpload?: boolean;
  /** Whether files come down. Default `true`. */
  readonly testDownload?: boolean;
  /** Whether files go in chunks too. Default `true`. */
  readonly testChunked?: boolean;
  /** Whether files go as streams too. Default `true`. */
  readonly testStreamed?: boolean;
}

const MEBIBYTE = 1024 * 1024;
const DEFAULT_SIZES = [1.5 * MEBIBYTE, 128 * MEBIBYTE, 500 * MEBIBYTE];

interface Transfer {
  readonly kind: TransferKind;
  readonly run: () => Promise<void>;
}

/**
 * Measures how long files take, whole, in chunks and as streams, up and down. A
 * download that brings too few bytes counts as failed.
 *
 * @example Find a good chunk size
 * ```ts
 * import { BinaryTransferBenchmark } from "@x/rpcbench/benchmarks";
 * import { ByteSource } from "@x/rpcbench/rpc";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const metrics = await new BinaryTransferBenchmark({
 *   name: "files",
 *   protocol: "rpc",
 *   connectionFactory: () => createRpcConnection(server),
 *   uploadFunc: ({ root }, data) => root.uploadFile(data),
 *   downloadFunc: ({ root }, size) => root.downloadFile(size),
 *   uploadChunkedFunc: ({ root }, chunks) => root.uploadFileChunked(chunks),
 *   downloadChunkedFunc: ({ root }, size, chunkSize) =>
 *     root.downloadFileChunked(size, chunkSize),
 *   uploadStreamedFunc: ({ root }, file) =>
 *     root.uploadFileStreamed(new ByteSource(file)),
 *   downloadStreamedFunc: ({ root }, size) => root.downloadFileStreamed(size),
 *   fileSizes: [1_000_000],
 *   chunkSize: 16 * 1024,
 * }).execute();
 * assertEquals(metrics.computeStatistics().binary_transfer?.length, 6);
 * ```
 */
export class BinaryTransferBenchmark<Connection> extends BenchmarkBase {
  readonly #options: BinaryTransferBenchmarkOptions<Connection>;
  readonly #sizes: readonly number[];
  readonly #chunkSize: number;
  readonly #iterations: number;
  readonly #connections: Connection[] = [];

  /** Throws a `RangeError` for a size or count that is not a whole number above 0. */
  constructor(options: BinaryTransferBenchmarkOptions<Connection>) {
    super(options);
    const {
      fileSizes = DEFAULT_SIZES,
      chunkSize = 64 * 1024,
      iterations = 3,
    } = options;
    for (const size of fileSizes) requirePositive("fileSizes", size);
    this.#options = options;
    this.#sizes = fileSizes;
    this.#chunkSize = requirePositive("chunkSize", chunkSize);
    this.#iterations = requirePositive("iterations", iterations);
  }

  /** Makes the connection. */
  protected override async setup(): Promise<void> {
    this.#connections.push(await this.#options.connectionFactory());
  }

  /** Transfers all files. */
  protected override async run(): Promise<void> {
    for (const connection of this.#connections) {
      const transfers = this.#sizes.flatMap((size) =>
        this.#transfers(connection, size)
      );
      for (const [i, { kind, run }] of transfers.entries()) {
        // The first transfer grows buffers and makes the data; it is not measured.
        await warmUpBy(1, run, () => this.stopped);
        for (let j = 1; j <= this.#iterations && !this.stopped; j++) {
          await this.attempt(
            run,
            (seconds) => this.metrics.addTransfer(kind, seconds),
          );
          this.progress((i + j / this.#iterations) / transfers.length);
        }
      }
    }
  }

  /** Closes the connection. */
  protected override teardown(): Promise<void> {
    return closeConnections(this.#connections);
  }

  #transfers(connection: Connection, fileSize: number): Transfer[] {
    const {
      uploadFunc,
      downloadFunc,
      uploadChunkedFunc,
      downloadChunkedFunc,
      uploadStreamedFunc,
      downloadStreamedFunc,
      testUpload = true,
      testDownload = true,
      testChunked = true,
      testStreamed = true,
    } = this.#options;
    const chunkSize = this.#chunkSize;
    const transfers: Transfer[] = [];
    if (testUpload) {
      transfers.push({
        kind: { type: "upload", fileSize, chunkSize: null },
        run: async () => void await uploadFunc(connection, payload(fileSize)),
      });
    }
    if (testDownload) {
      transfers.push({
        kind: { type: "download", fileSize, chunkSize: null },
        run: async () => {
          const data = await downloadFunc(connection, fileSize);
          requireLength(byteLength(data), fileSize);
        },
      });
    }
    if (testChunked && testUpload && uploadChunkedFunc !== undefined) {
      const chunks = [...payloadChunks(fileSize, chunkSize)];
      transfers.push({
        kind: { type: "upload_chunked", fileSize, chunkSize },
        run: async () => void await uploadChunkedFunc(connection, chunks),
      });
    }
    if (testChunked && testDownload && downloadChunkedFunc !== undefined) {
      transfers.push({
        kind: { type: "download_chunked", fileSize, chunkSize },
        run: async () => {
          const data = await downloadChunkedFunc(
            connection,
            fileSize,
            chunkSize,
          );
          const length = typeof data === "number" ? data : totalLength(data);
          requireLength(length, fileSize);
        },
      });
    }
    if (testStreamed && testUpload && uploadStreamedFunc !== undefined) {
      transfers.push({
        kind: { type: "upload_streamed", fileSize, chunkSize: null },
        run: async () =>
          void await uploadStreamedFunc(
            connection,
            payloadStream(fileSize),
            fileSize,
          ),
      });
    }
    if (testStreamed && testDownload && downloadStreamedFunc !== undefined) {
      transfers.push({
        kind: { type: "download_streamed", fileSize, chunkSize: null },
        run: async () => {
          const file = await downloadStreamedFunc(connection, fileSize);
          requireLength(await countBytes(file), fileSize);
        },
      });
    }
    return transfers;
  }
}
