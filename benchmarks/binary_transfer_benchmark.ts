import {
  countBytes,
  payload,
  payloadChunks,
  payloadStream,
} from "../servers/mod.ts";
import { requirePositive } from "./options.ts";
import { type Transfer, TransferBenchmark } from "./transfer_benchmark.ts";
import type { TransferKind } from "./transfer_kind.ts";
import {
  byteLength,
  nameOfSize,
  requireLength,
  totalLength,
  type TransferOptions,
} from "./transfers.ts";

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
const DEFAULT_CHUNK_SIZE = 64 * 1024;

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
export class BinaryTransferBenchmark<Connection>
  extends TransferBenchmark<Connection> {
  /** All ways that were asked for, size by size. */
  protected override readonly transfers: readonly Transfer<Connection>[];

  /** Throws a `RangeError` for a size or count that is not a whole number above 0. */
  constructor(options: BinaryTransferBenchmarkOptions<Connection>) {
    const {
      fileSizes = DEFAULT_SIZES,
      chunkSize = DEFAULT_CHUNK_SIZE,
      iterations = 3,
    } = options;
    super({ ...options, iterations });
    requirePositive("chunkSize", chunkSize);
    this.transfers = fileSizes.flatMap((size) =>
      waysOf(requirePositive("fileSizes", size), options)
        .map(({ kind, run }) => ({
          name: `${nameOfSize(size)} ${kind.type.replace("_", " ")}`,
          run,
          record: (seconds) => this.metrics.addTransfer(kind, seconds),
        }))
    );
  }
}

/** A way in which a file goes. */
interface Way<Connection> {
  readonly kind: TransferKind;
  readonly run: Transfer<Connection>["run"];
}

function waysOf<Connection>(
  fileSize: number,
  options: BinaryTransferBenchmarkOptions<Connection>,
): Way<Connection>[] {
  const {
    chunkSize = DEFAULT_CHUNK_SIZE,
    downloadChunkedFunc,
    downloadFunc,
    downloadStreamedFunc,
    testChunked = true,
    testDownload = true,
    testStreamed = true,
    testUpload = true,
    uploadChunkedFunc,
    uploadFunc,
    uploadStreamedFunc,
  } = options;
  const ways: Way<Connection>[] = [];
  if (testUpload) {
    ways.push({
      kind: { type: "upload", fileSize, chunkSize: null },
      run: (connection) => uploadFunc(connection, payload(fileSize)),
    });
  }
  if (testDownload) {
    ways.push({
      kind: { type: "download", fileSize, chunkSize: null },
      async run(connection) {
        const data = await downloadFunc(connection, fileSize);
        requireLength(byteLength(data), fileSize);
      },
    });
  }
  if (testChunked && testUpload && uploadChunkedFunc !== undefined) {
    let chunks: readonly Uint8Array<ArrayBuffer>[] | undefined;
    ways.push({
      kind: { type: "upload_chunked", fileSize, chunkSize },
      run(connection) {
        chunks ??= [...payloadChunks(fileSize, chunkSize)];
        return uploadChunkedFunc(connection, chunks);
      },
    });
  }
  if (testChunked && testDownload && downloadChunkedFunc !== undefined) {
    ways.push({
      kind: { type: "download_chunked", fileSize, chunkSize },
      async run(connection) {
        const data = await downloadChunkedFunc(connection, fileSize, chunkSize);
        const length = typeof data === "number" ? data : totalLength(data);
        requireLength(length, fileSize);
      },
    });
  }
  if (testStreamed && testUpload && uploadStreamedFunc !== undefined) {
    ways.push({
      kind: { type: "upload_streamed", fileSize, chunkSize: null },
      run: (connection) =>
        uploadStreamedFunc(connection, payloadStream(fileSize), fileSize),
    });
  }
  if (testStreamed && testDownload && downloadStreamedFunc !== undefined) {
    ways.push({
      kind: { type: "download_streamed", fileSize, chunkSize: null },
      async run(connection) {
        const file = await downloadStreamedFunc(connection, fileSize);
        requireLength(await countBytes(file), fileSize);
      },
    });
  }
  return ways;
}
