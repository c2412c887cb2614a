import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertLessOrEqual,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { BenchmarkContext } from "@x/rpcbench/benchmarks";
import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
import { RpcTelemetry } from "@x/rpcbench/telemetry";
import { SUBJECT } from "./_test_connection.ts";

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

Deno.test("a context counts the requests of a program and times each", async () => {
  await using server = await RpcServer.start({ port: 0 });
  await using bench = new BenchmarkContext(SUBJECT);
  await using connection = await bench.measureConnectionTime(
    () => createRpcConnection(server),
  );
  for (let i = 0; i < 20; i++) {
    using request = bench.measureRequest();
    await connection.root.sleep(0.002);
    request.record({ success: true });
  }
  const { connection_time, latency, total_requests, failed_requests } =
    (await bench.getResults()).computeStatistics();
  assertEquals(connection_time?.count, 1);
  assertEquals([total_requests, failed_requests], [21, 0]);
  assert(latency !== undefined);
  assertEquals(latency.count, 20);
  assertGreater(latency.median, 0.002);
});

Deno.test("a context's result has what telemetry recorded of the same calls, which count once", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const telemetry = new RpcTelemetry();
  await using bench = new BenchmarkContext({ ...SUBJECT, telemetry });
  await using connection = await createRpcConnection(server);
  using _observation = connection.observe(telemetry);
  for (let i = 0; i < 20; i++) {
    using request = bench.measureRequest();
    await connection.root.ping();
    request.record({ success: true });
  }
  const { remote_calls, total_requests } = (await bench.getResults())
    .computeStatistics();
  assertEquals([total_requests, remote_calls?.calls.length], [20, 20]);
  assertEquals(remote_calls?.statistics.network_round_trips, 20);
});

Deno.test("a request that throws counts as failed, has no time, and the error goes on", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  await assertRejects(
    async () => {
      using _request = bench.measureRequest();
      await pause(1);
      throw new RangeError("of the program");
    },
    RangeError,
    "of the program",
  );
  const { latency, total_requests, failed_requests, metadata } =
    (await bench.getResults()).computeStatistics();
  assertEquals([total_requests, failed_requests, latency], [1, 1, undefined]);
  assertEquals(metadata.errors[0].examples, [
    "the request ended without a word of its success",
  ]);
});

Deno.test("a request's own error is kept if the program tells it", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  {
    using request = bench.measureRequest();
    request.record({ success: false, error: new TypeError("refused") });
  }
  const { metadata } = (await bench.getResults()).computeStatistics();
  assertEquals(metadata.errors, [
    { kind: "TypeError", count: 1, examples: ["refused"] },
  ]);
});

Deno.test("requests that overlap each keep their own time and outcome", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  const request = async (milliseconds: number, success: boolean) => {
    using measured = bench.measureRequest();
    await pause(milliseconds);
    measured.record(success ? { success } : { success });
  };
  await Promise.all([request(80, true), request(5, true), request(40, false)]);
  const metrics = await bench.getResults();
  const { latency, failed_requests } = metrics.computeStatistics();
  assertEquals(failed_requests, 1);
  assert(latency !== undefined);
  // In the order in which they ended; timers may be early by a little.
  const [first, second] = metrics.latencySamples() ?? [];
  assertEquals(latency.count, 2);
  assertLess(first, second);
  assertGreater(second, 0.07);
});

Deno.test("a request's clock stops at record, not where its block ends", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  const start = performance.now();
  {
    using request = bench.measureRequest();
    request.record({ success: true });
    await pause(50);
  }
  const elapsed = (performance.now() - start) / 1000;
  const { latency } = (await bench.getResults()).computeStatistics();
  assertLess(latency?.max ?? Infinity, elapsed - 0.04);
});

Deno.test("a request is counted once, however often it is disposed of", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  const request = bench.measureRequest();
  request.record({ success: true });
  request[Symbol.dispose]();
  request[Symbol.dispose]();
  assertEquals((await bench.getResults()).totalRequests, 1);
});

Deno.test("recordRequest speaks of the request that was begun last", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  {
    using _request = bench.measureRequest();
    await pause(1);
    bench.recordRequest({ success: true });
  }
  {
    using outer = bench.measureRequest();
    {
      using _inner = bench.measureRequest();
      bench.recordRequest({ success: false, error: new Error("inner") });
    }
    outer.record({ success: true });
  }
  const { latency, total_requests, failed_requests } =
    (await bench.getResults()).computeStatistics();
  assertEquals([total_requests, failed_requests, latency?.count], [3, 1, 2]);
});

Deno.test("recordRequest without an open request counts one without a time", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  bench.recordRequest({ success: true });
  bench.recordRequest({ success: false });
  const { latency, total_requests, failed_requests } =
    (await bench.getResults()).computeStatistics();
  assertEquals([total_requests, failed_requests, latency], [2, 1, undefined]);
});

Deno.test("bytes count as bandwidth if that is asked for, by size", async () => {
  await using bench = new BenchmarkContext({
    ...SUBJECT,
    measureBandwidth: true,
  });
  for (const bytesSent of [1000, 1000, 5000]) {
    using request = bench.measureRequest({ bytesSent, bytesReceived: 200 });
    await pause(2);
    request.record({ success: true });
  }
  {
    using request = bench.measureRequest({ bytesSent: 7 });
    request.record({ success: false });
  }
  const result = (await bench.getResults()).computeStatistics();
  assertEquals(result.total_requests, 4);
  assertEquals(result.upload_bandwidth?.count, 3);
  assertEquals(result.download_bandwidth?.count, 3);
  assertEquals(
    result.bandwidth_by_size?.map(({ size, upload }) => [size, upload?.count]),
    [[1000, 2], [200, undefined], [5000, 1]],
  );
  assertLess(result.upload_bandwidth?.max ?? Infinity, 5000 / 0.001);
});

Deno.test("bytes count as nothing unless bandwidth is asked for", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  {
    using request = bench.measureRequest({ bytesSent: 1000 });
    request.record({ success: true });
  }
  const result = (await bench.getResults()).computeStatistics();
  assertEquals(result.upload_bandwidth, undefined);
  assertEquals(result.bandwidth_by_size, undefined);
});

Deno.test("requests are counted even if latency is not measured", async () => {
  await using bench = new BenchmarkContext({
    ...SUBJECT,
    measureLatency: false,
  });
  {
    using request = bench.measureRequest();
    request.record({ success: true });
  }
  const { latency, total_requests } = (await bench.getResults())
    .computeStatistics();
  assertEquals([latency, total_requests], [undefined, 1]);
});

Deno.test("measureSystem samples what this process and the machine use", async () => {
  await using bench = new BenchmarkContext({ ...SUBJECT, measureSystem: true });
  await pause(250);
  const { memory_usage, client_process } = (await bench.getResults())
    .computeStatistics();
  assertGreater(memory_usage?.mean ?? 0, 0);
  assertGreater(client_process?.rss_max ?? 0, 1e6);
});

Deno.test("a connection that fails is counted and its error thrown", async () => {
  await using bench = new BenchmarkContext(SUBJECT);
  await assertRejects(
    () => bench.measureConnectionTime(() => Promise.reject(new Error("no"))),
    Error,
    "no",
  );
  const { connection_time, failed_requests } = (await bench.getResults())
    .computeStatistics();
  assertEquals([connection_time, failed_requests], [undefined, 1]);
});

Deno.test("a context measures for as long as its block, with await using", async () => {
  let bench: BenchmarkContext;
  {
    await using inner = new BenchmarkContext(SUBJECT);
    bench = inner;
    await pause(30);
  }
  const { duration } = (await bench.getResults()).computeStatistics();
  assertGreater(duration, 0.02);
  await pause(20);
  assertEquals(
    (await bench.getResults()).computeStatistics().duration,
    duration,
  );
});

Deno.test("a context measures for as long as its block, with using", async () => {
  let bench: BenchmarkContext;
  const start = performance.now();
  {
    using inner = new BenchmarkContext({ ...SUBJECT, measureSystem: true });
    bench = inner;
    using request = inner.measureRequest();
    request.record({ success: true });
  }
  const block = (performance.now() - start) / 1000;
  await pause(30);
  const { duration, latency, client_process } = (await bench.getResults())
    .computeStatistics();
  assertLessOrEqual(duration, block);
  assertEquals(latency?.count, 1);
  assert(client_process !== undefined);
});

Deno.test("what the program throws leaves the context's block unchanged", () => {
  assertThrows(
    () => {
      using _bench = new BenchmarkContext(SUBJECT);
      throw new RangeError("of the program");
    },
    RangeError,
    "of the program",
  );
});
