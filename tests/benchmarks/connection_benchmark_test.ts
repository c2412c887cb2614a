import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ConnectionBenchmark } from "@x/rpcbench/benchmarks";
import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
import { SUBJECT, TestServer } from "./_test_connection.ts";

Deno.test("ConnectionBenchmark keeps all connections open until the end, then closes all", async () => {
  const server = new TestServer();
  const metrics = await new ConnectionBenchmark({
    ...SUBJECT,
    connectionFactory: server.connect,
    numConnections: 7,
  }).execute();
  assertEquals(metrics.computeStatistics().connection_time?.count, 7);
  assertEquals([server.made, server.most, server.open.size], [7, 7, 0]);
});

Deno.test("ConnectionBenchmark counts connections that fail, and goes on", async () => {
  const server = new TestServer();
  let attempts = 0;
  const metrics = await new ConnectionBenchmark({
    ...SUBJECT,
    connectionFactory: () =>
      ++attempts % 3 === 0
        ? Promise.reject(new Error("full"))
        : server.connect(),
    numConnections: 9,
  }).execute();
  const { connection_time, total_requests, failed_requests, metadata } = metrics
    .computeStatistics();
  assertEquals([total_requests, failed_requests], [9, 3]);
  assertEquals(connection_time?.count, 6);
  assertEquals(metadata.errors, [
    { kind: "Error", count: 3, examples: ["full"] },
  ]);
  assertEquals(server.open.size, 0);
});

Deno.test("ConnectionBenchmark has no time where nobody listens", async () => {
  // The port was free a moment ago, and nobody else is given it so soon.
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const metrics = await new ConnectionBenchmark({
    ...SUBJECT,
    connectionFactory: () => createRpcConnection({ port }),
    numConnections: 3,
  }).execute();
  const result = metrics.computeStatistics();
  assertEquals(result.connection_time, undefined);
  assertEquals([result.total_requests, result.failed_requests], [3, 3]);
  assertEquals(result.success_rate, 0);
});

Deno.test("ConnectionBenchmark stops when it is told to", async () => {
  const controller = new AbortController();
  const server = new TestServer();
  const metrics = await new ConnectionBenchmark({
    ...SUBJECT,
    connectionFactory: async () => {
      const connection = await server.connect();
      if (server.made === 4) controller.abort();
      return connection;
    },
    signal: controller.signal,
  }).execute();
  assertEquals(metrics.totalRequests, 4);
  assertEquals(server.open.size, 0);
});

Deno.test("ConnectionBenchmark closes the other connections if one does not close", async () => {
  const server = new TestServer();
  let made = 0;
  const benchmark = new ConnectionBenchmark({
    ...SUBJECT,
    connectionFactory: (): Promise<AsyncDisposable> =>
      ++made === 2
        ? Promise.resolve({
          [Symbol.asyncDispose]: () => Promise.reject(new Error("stuck")),
        })
        : server.connect(),
    numConnections: 5,
  });
  await assertRejects(() => benchmark.execute(), Error, "stuck");
  assertEquals(server.open.size, 0);
});

Deno.test("ConnectionBenchmark measures connections to a real server", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const metrics = await new ConnectionBenchmark({
    ...SUBJECT,
    connectionFactory: () => createRpcConnection(server),
    numConnections: 10,
  }).execute();
  assertEquals(metrics.computeStatistics().connection_time?.count, 10);
  assertEquals(metrics.failedRequests, 0);
});

for (const numConnections of [0, -1, 1.5, NaN, Infinity]) {
  Deno.test(`ConnectionBenchmark refuses ${numConnections} connections by name`, () => {
    assertThrows(
      () =>
        new ConnectionBenchmark({
          ...SUBJECT,
          connectionFactory: () => Promise.resolve(),
          numConnections,
        }),
      RangeError,
      `numConnections is ${numConnections}`,
    );
  });
}
