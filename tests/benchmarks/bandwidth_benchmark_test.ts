import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertThrows,
} from "@std/assert";
import { BandwidthBenchmark } from "@x/rpcbench/benchmarks";
import { createRpcConnection, payload, RpcServer } from "@x/rpcbench/servers";
import { SUBJECT, TestServer } from "./_test_connection.ts";

const GOOD = {
  ...SUBJECT,
  connectionFactory: () => Promise.resolve(),
  uploadFunc: () => Promise.resolve(),
  downloadFunc: (_connection: void, size: number) => Promise.resolve(size),
};

Deno.test("BandwidthBenchmark measures every size as often as asked, both ways", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const metrics = await new BandwidthBenchmark({
    ...SUBJECT,
    connectionFactory: () => createRpcConnection(server),
    uploadFunc: async ({ root }, data) =>
      assertEquals(await root.upload(data), data.length),
    downloadFunc: async ({ root }, size) => {
      const data = await root.download(size);
      assertEquals(data, payload(size));
      return data;
    },
    dataSizes: [1000, 200_000],
    iterations: 4,
  }).execute();
  const result = metrics.computeStatistics();
  assertEquals(result.metadata.errors, []);
  assertEquals(
    result.bandwidth_by_size?.map(({ size, upload, download }) => [
      size,
      upload?.count,
      download?.count,
    ]),
    [[1000, 4, 4], [200_000, 4, 4]],
  );
  assertEquals(result.upload_bandwidth?.count, 8);
  assertEquals(result.download_bandwidth?.count, 8);
  assertEquals(result.total_requests, 16);
});

Deno.test("bandwidth is bytes by seconds", async () => {
  const metrics = await new BandwidthBenchmark({
    ...GOOD,
    uploadFunc: () => new Promise((resolve) => setTimeout(resolve, 20)),
    dataSizes: [1_000_000],
    iterations: 2,
  }).execute();
  const { upload_bandwidth, download_bandwidth } = metrics.computeStatistics();
  assert(upload_bandwidth !== undefined && download_bandwidth !== undefined);
  // A megabyte in at least 20 ms, less what a timer may be early.
  assertGreater(1_000_000 / 0.018, upload_bandwidth.max);
  assertGreater(upload_bandwidth.min, 0);
  assertAlmostEquals(
    upload_bandwidth.mean,
    (upload_bandwidth.min + upload_bandwidth.max) / 2,
  );
});

Deno.test("a download that brings too few bytes counts as failed", async () => {
  const metrics = await new BandwidthBenchmark({
    ...GOOD,
    downloadFunc: (_connection, size) =>
      Promise.resolve(new Uint8Array(size - 1)),
    dataSizes: [100],
    iterations: 3,
  }).execute();
  const { bandwidth_by_size, total_requests, failed_requests, metadata } =
    metrics.computeStatistics();
  assertEquals([total_requests, failed_requests], [6, 3]);
  assertEquals(bandwidth_by_size?.[0].download, undefined);
  assertEquals(bandwidth_by_size?.[0].upload?.count, 3);
  assertEquals(metadata.errors[0].examples, ["of 100 bytes, 99 arrived"]);
});

Deno.test("the first transfer of a size is made but counts as nothing, even if it fails", async () => {
  let uploads = 0;
  const metrics = await new BandwidthBenchmark({
    ...GOOD,
    uploadFunc: () =>
      ++uploads === 1 ? Promise.reject(new Error("cold")) : Promise.resolve(),
    dataSizes: [100],
    iterations: 3,
  }).execute();
  assertEquals(uploads, 4);
  assertEquals([metrics.totalRequests, metrics.failedRequests], [6, 0]);
});

Deno.test("BandwidthBenchmark measures the other way if one always fails", async () => {
  const server = new TestServer();
  const metrics = await new BandwidthBenchmark({
    ...SUBJECT,
    connectionFactory: server.connect,
    uploadFunc: () => Promise.reject(new TypeError("read-only")),
    downloadFunc: (_connection, size) => Promise.resolve(new ArrayBuffer(size)),
    dataSizes: [10, 20],
    iterations: 2,
  }).execute();
  const result = metrics.computeStatistics();
  assertEquals(result.upload_bandwidth, undefined);
  assertEquals(result.download_bandwidth?.count, 4);
  assertEquals(result.failed_requests, 4);
  assertEquals(server.open.size, 0);
});

Deno.test("BandwidthBenchmark stops when it is told to", async () => {
  const controller = new AbortController();
  let uploads = 0;
  const metrics = await new BandwidthBenchmark({
    ...GOOD,
    uploadFunc: () => {
      if (++uploads < 3) return Promise.resolve();
      controller.abort();
      return Promise.reject(new Error("cut off"));
    },
    signal: controller.signal,
  }).execute();
  const { failed_requests, upload_bandwidth } = metrics.computeStatistics();
  assertEquals(uploads, 3);
  assertEquals([upload_bandwidth?.count, failed_requests], [1, 0]);
});

Deno.test("BandwidthBenchmark names the option that is wrong", () => {
  assertThrows(
    () => new BandwidthBenchmark({ ...GOOD, dataSizes: [1, 0] }),
    RangeError,
    "dataSizes is 0",
  );
  assertThrows(
    () => new BandwidthBenchmark({ ...GOOD, iterations: 2.5 }),
    RangeError,
    "iterations is 2.5",
  );
});

Deno.test("sizes that are almost the same have names of their own", () => {
  const { works } = new BandwidthBenchmark({
    ...GOOD,
    dataSizes: [1024, 1025, 1.5 * 1024 * 1024],
  });
  assertEquals(works, [
    "1 KiB up",
    "1 KiB down",
    "1025 B up",
    "1025 B down",
    "1.5 MiB up",
    "1.5 MiB down",
  ]);
});
