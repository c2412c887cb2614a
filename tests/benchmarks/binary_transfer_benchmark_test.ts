import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { BinaryTransferBenchmark } from "@x/rpcbench/benchmarks";
import { ByteSource } from "@x/rpcbench/rpc";
import { createRpcConnection, payload, RpcServer } from "@x/rpcbench/servers";
import { SUBJECT } from "./_test_connection.ts";

const GOOD = {
  ...SUBJECT,
  connectionFactory: () => Promise.resolve(),
  uploadFunc: () => Promise.resolve(),
  downloadFunc: (_connection: void, size: number) => Promise.resolve(size),
  uploadChunkedFunc: () => Promise.resolve(),
  downloadChunkedFunc: (_connection: void, size: number) =>
    Promise.resolve(size),
  fileSizes: [1000],
  iterations: 2,
};

/** Which transfers there were, in order. */
async function kindsOf(options: object): Promise<unknown[] | undefined> {
  const metrics = await new BinaryTransferBenchmark({ ...GOOD, ...options })
    .execute();
  return metrics.computeStatistics().binary_transfer
    ?.map(({ type, file_size, chunk_size }) => [type, file_size, chunk_size]);
}

Deno.test("files arrive whole, each way, in one value, in chunks and as streams", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const size = 300_000;
  const metrics = await new BinaryTransferBenchmark({
    ...SUBJECT,
    connectionFactory: () => createRpcConnection(server),
    uploadFunc: async ({ root }, data) =>
      assertEquals(await root.uploadFile(data), size),
    downloadFunc: async ({ root }, size) => {
      const data = await root.downloadFile(size);
      assertEquals(data, payload(size));
      return data;
    },
    uploadChunkedFunc: async ({ root }, chunks) => {
      assertEquals(chunks.map(({ length }) => length), [
        65536,
        65536,
        65536,
        65536,
        37856,
      ]);
      assertEquals(await root.uploadFileChunked(chunks), size);
    },
    downloadChunkedFunc: ({ root }, size, chunkSize) =>
      root.downloadFileChunked(size, chunkSize),
    uploadStreamedFunc: async ({ root }, file) =>
      assertEquals(await root.uploadFileStreamed(new ByteSource(file)), size),
    downloadStreamedFunc: ({ root }, size) => root.downloadFileStreamed(size),
    fileSizes: [size],
    iterations: 3,
  }).execute();
  const { binary_transfer, metadata, total_requests } = metrics
    .computeStatistics();
  assertEquals(metadata.errors, []);
  assertEquals(total_requests, 18);
  assertEquals(
    binary_transfer?.map(({ type, file_size, chunk_size, duration }) => [
      type,
      file_size,
      chunk_size,
      duration.count,
    ]),
    [
      ["upload", size, null, 3],
      ["download", size, null, 3],
      ["upload_chunked", size, 65536, 3],
      ["download_chunked", size, 65536, 3],
      ["upload_streamed", size, null, 3],
      ["download_streamed", size, null, 3],
    ],
  );
  for (const { duration, throughput_mbps } of binary_transfer ?? []) {
    assertAlmostEquals(throughput_mbps, size * 8 / 1e6 / duration.mean);
  }
});

Deno.test("only what is asked for and can be done is transferred", async () => {
  assertEquals(await kindsOf({ testUpload: false, testChunked: false }), [
    ["download", 1000, null],
  ]);
  assertEquals(await kindsOf({ testDownload: false, chunkSize: 64 }), [
    ["upload", 1000, null],
    ["upload_chunked", 1000, 64],
  ]);
  assertEquals(
    await kindsOf({
      uploadChunkedFunc: undefined,
      downloadChunkedFunc: undefined,
      fileSizes: [1, 2],
    }),
    [
      ["upload", 1, null],
      ["download", 1, null],
      ["upload", 2, null],
      ["download", 2, null],
    ],
  );
});

Deno.test("a file that comes short counts as failed, in whichever way it comes", async () => {
  const metrics = await new BinaryTransferBenchmark({
    ...GOOD,
    uploadStreamedFunc: () => Promise.resolve(),
    downloadStreamedFunc: (_connection, size) =>
      Promise.resolve(ReadableStream.from([new Uint8Array(size - 1)])),
    downloadFunc: (_connection, size) => Promise.resolve(size - 1),
    downloadChunkedFunc: (_connection, size) =>
      Promise.resolve([new Uint8Array(size - 2), new Uint8Array(1)]),
  }).execute();
  const { binary_transfer, total_requests, failed_requests, metadata } = metrics
    .computeStatistics();
  assertEquals(binary_transfer?.map(({ type }) => type), [
    "upload",
    "upload_chunked",
    "upload_streamed",
  ]);
  assertEquals([total_requests, failed_requests], [12, 6]);
  assertEquals(metadata.errors[0].examples, ["of 1000 bytes, 999 arrived"]);
});

Deno.test("the first transfer of a kind is made but counts as nothing, even if it fails", async () => {
  let uploads = 0;
  const metrics = await new BinaryTransferBenchmark({
    ...GOOD,
    uploadFunc: () =>
      ++uploads === 1 ? Promise.reject(new Error("cold")) : Promise.resolve(),
  }).execute();
  assertEquals(uploads, 3);
  assertEquals([metrics.totalRequests, metrics.failedRequests], [8, 0]);
});

Deno.test("BinaryTransferBenchmark stops when it is told to", async () => {
  const controller = new AbortController();
  let downloads = 0;
  const metrics = await new BinaryTransferBenchmark({
    ...GOOD,
    downloadFunc: () => {
      downloads++;
      controller.abort();
      return Promise.reject(new Error("cut off"));
    },
    signal: controller.signal,
  }).execute();
  assertEquals(downloads, 1);
  assertEquals([metrics.totalRequests, metrics.failedRequests], [2, 0]);
});

Deno.test("progress of files goes up to 1 and never back", async () => {
  const heard: number[] = [];
  await new BinaryTransferBenchmark({
    ...GOOD,
    onProgress: (fraction) => heard.push(fraction),
  }).execute();
  assertEquals(heard, heard.toSorted((a, b) => a - b));
  assertEquals(heard.at(-1), 1);
});

Deno.test("BinaryTransferBenchmark names the option that is wrong", () => {
  const create = (options: object) => () =>
    new BinaryTransferBenchmark({ ...GOOD, ...options });
  assertThrows(create({ fileSizes: [-5] }), RangeError, "fileSizes is -5");
  assertThrows(create({ chunkSize: 0 }), RangeError, "chunkSize is 0");
  assertThrows(create({ iterations: 0 }), RangeError, "iterations is 0");
});
