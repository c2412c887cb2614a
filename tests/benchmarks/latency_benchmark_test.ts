import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { LatencyBenchmark } from "@x/rpcbench/benchmarks";
import {
  createHttpSession,
  createRpcConnection,
  HttpServer,
  RpcServer,
} from "@x/rpcbench/servers";
import { SUBJECT, TestServer } from "./_test_connection.ts";

Deno.test("a request that waits 10 ms has a median latency of at least 10 ms", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => root.sleep(0.010),
    numRequests: 20,
    warmupRequests: 1,
  }).execute();
  const { latency, duration } = metrics.computeStatistics();
  assert(latency !== undefined);
  assertEquals(latency.count, 20);
  assertGreaterOrEqual(latency.median, 0.010);
  assertGreaterOrEqual(duration, 20 * latency.min);
});

Deno.test("what is measured is answered right, over RPC and over HTTP", async () => {
  const n = 1_000_000n;
  const right = (n - 1n) * n * (2n * n - 1n) / 6n;
  await using rpc = await RpcServer.start({ port: 0 });
  await using http = await HttpServer.start({ port: 0 });
  const counts = { ...SUBJECT, numRequests: 5, warmupRequests: 0 };
  const overRpc = await new LatencyBenchmark({
    ...counts,
    connectionFactory: () => createRpcConnection(rpc),
    requestFunc: async ({ root }) =>
      assertEquals(await root.compute(Number(n)), right),
  }).execute();
  const overHttp = await new LatencyBenchmark({
    ...counts,
    connectionFactory: () => Promise.resolve(createHttpSession(http.url)),
    requestFunc: async (session) => {
      const response = await session.get(`/compute/${n}`);
      assertEquals((await response.text()).includes(String(right)), true);
    },
  }).execute();
  for (const metrics of [overRpc, overHttp]) {
    const { total_requests, metadata } = metrics.computeStatistics();
    assertEquals(metadata.errors, []);
    assertEquals(total_requests, 5);
  }
});

Deno.test("LatencyBenchmark uses one connection, and closes it", async () => {
  const server = new TestServer();
  const seen = new Set<unknown>();
  await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: server.connect,
    requestFunc: (connection) => Promise.resolve(seen.add(connection)),
    numRequests: 10,
    warmupRequests: 5,
  }).execute();
  assertEquals([server.made, seen.size, server.open.size], [1, 1, 0]);
});

Deno.test("warm-up requests are made as often as asked, and not measured", async () => {
  let requests = 0;
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.resolve(),
    requestFunc: () => Promise.resolve(++requests),
    numRequests: 10,
    warmupRequests: 7,
  }).execute();
  assertEquals(requests, 17);
  assertEquals(metrics.totalRequests, 10);
  assertEquals(metrics.computeStatistics().latency?.count, 10);
});

Deno.test("a failure during warm-up is not counted, one afterwards is", async () => {
  let requests = 0;
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.resolve(),
    requestFunc: () =>
      ++requests % 2 === 0
        ? Promise.resolve()
        : Promise.reject(new Error(`request ${requests}`)),
    numRequests: 10,
    warmupRequests: 100,
  }).execute();
  const { total_requests, failed_requests, latency, metadata } = metrics
    .computeStatistics();
  // The first request, which failed, ended the warm-up.
  assertEquals(requests, 11);
  assertEquals([total_requests, failed_requests, latency?.count], [10, 5, 5]);
  assertEquals(metadata.errors, [{
    kind: "Error",
    count: 5,
    examples: ["request 3", "request 5", "request 7"],
  }]);
});

Deno.test("a function that throws at once counts as failed, too", async () => {
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.resolve(),
    requestFunc: () => {
      throw new RangeError("at once");
    },
    numRequests: 3,
  }).execute();
  assertEquals([metrics.totalRequests, metrics.failedRequests], [3, 3]);
});

Deno.test("LatencyBenchmark rejects if it cannot connect, and says why", async () => {
  const benchmark = new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.reject(new Error("no way")),
    requestFunc: () => Promise.resolve(),
  });
  await assertRejects(() => benchmark.execute(), Error, "no way");
});

Deno.test("a server that dies in the middle ends nothing but its requests", async () => {
  await using server = await RpcServer.start({ port: 0 });
  let requests = 0;
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => {
      if (++requests === 50) Deno.kill(server.pid, "SIGKILL");
      return root.ping();
    },
    numRequests: 100,
    warmupRequests: 0,
  }).execute();
  const { total_requests, failed_requests, latency, metadata } = metrics
    .computeStatistics();
  assertEquals(total_requests, 100);
  assertEquals(latency?.count, 100 - failed_requests);
  assertGreaterOrEqual(failed_requests, 50);
  assertEquals(metadata.errors[0].kind, "ConnectionLostError");
});

Deno.test("LatencyBenchmark stops when it is told to, and keeps what it has", async () => {
  const controller = new AbortController();
  let requests = 0;
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.resolve(),
    requestFunc: () => {
      if (++requests < 10) return Promise.resolve();
      controller.abort();
      return Promise.reject(controller.signal.reason);
    },
    warmupRequests: 0,
    signal: controller.signal,
  }).execute();
  assertEquals([metrics.totalRequests, metrics.failedRequests], [9, 0]);
});

Deno.test("LatencyBenchmark neither warms up nor measures if it is stopped before", async () => {
  const server = new TestServer();
  const metrics = await new LatencyBenchmark({
    ...SUBJECT,
    connectionFactory: server.connect,
    requestFunc: () => Promise.reject(new Error("never asked for")),
    signal: AbortSignal.abort(),
  }).execute();
  assertEquals(metrics.totalRequests, 0);
  assertEquals(server.open.size, 0);
});

Deno.test("LatencyBenchmark names the option that is wrong", () => {
  const create = (options: object) => () =>
    new LatencyBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(),
      requestFunc: () => Promise.resolve(),
      ...options,
    });
  assertThrows(create({ numRequests: 0 }), RangeError, "numRequests is 0");
  assertThrows(
    create({ warmupRequests: -1 }),
    RangeError,
    "warmupRequests is -1",
  );
});
