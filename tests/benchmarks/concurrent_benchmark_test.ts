import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { ConcurrentBenchmark, median } from "@x/rpcbench/benchmarks";
import {
  createHttpSession,
  createRpcConnection,
  HttpServer,
  RpcServer,
} from "@x/rpcbench/servers";
import { SUBJECT, TestServer } from "./_test_connection.ts";

const tick = () => new Promise<void>((resolve) => setTimeout(resolve));

async function resultOf<Connection>(
  benchmark: ConcurrentBenchmark<Connection>,
) {
  const result = (await benchmark.execute()).computeStatistics();
  const { concurrent } = result;
  assert(concurrent !== undefined);
  return { ...result, concurrent };
}

Deno.test("every client makes its requests, and all are counted", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const { concurrent, ...result } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => createRpcConnection(server),
      requestFunc: async ({ root }) =>
        assertEquals(await root.compute(10), 285n),
      numClients: 12,
      requestsPerClient: 25,
    }),
  );
  assertEquals(result.metadata.errors, []);
  assertEquals(result.total_requests, 300);
  assertEquals(concurrent.connections, 12);
  assertEquals(concurrent.total_requests, 300);
  assertEquals(concurrent.failed_requests, 0);
  assertEquals(concurrent.success_rate, 1);
  assertEquals(concurrent.latency?.count, 300);
  assertEquals(concurrent.connection_time?.count, 12);
  assertEquals(concurrent.per_connection, undefined);
});

Deno.test("samples of clients at once are kept in the order of their answers", async () => {
  // Slow from half way on: that is one disturbance of all, and not one of each.
  let made = 0;
  const { concurrent: { latency } } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve({}),
      requestFunc: () =>
        new Promise<void>((resolve) =>
          setTimeout(resolve, made++ < 20 ? 1 : 20)
        ),
      numClients: 4,
      requestsPerClient: 10,
      warmupRequests: 0,
    }),
  );
  const samples = latency?.samples ?? [];
  assertEquals(samples.length, 40);
  const [fast, slow] = [samples.slice(0, 20), samples.slice(20)].map(median);
  assertGreater(slow, 3 * fast);
});

Deno.test("128 clients at once are all answered, on each of the threaded servers", async () => {
  const load = { ...SUBJECT, requestsPerClient: 5, warmupRequests: 1 };
  await using rpc = await RpcServer.start({ port: 0 });
  await using http = await HttpServer.start({ port: 0 });
  for (
    const { concurrent } of [
      await resultOf(
        new ConcurrentBenchmark({
          ...load,
          connectionFactory: () => createRpcConnection(rpc),
          requestFunc: ({ root }) => root.ping(),
        }),
      ),
      await resultOf(
        new ConcurrentBenchmark({
          ...load,
          connectionFactory: () =>
            Promise.resolve(createHttpSession(http.url, { retries: 0 })),
          requestFunc: async (session) => (await session.get("/ping")).text(),
        }),
      ),
    ]
  ) {
    assertEquals(concurrent.connections, 128);
    assertEquals(concurrent.total_requests, 640);
    assertEquals(concurrent.failed_requests, 0);
  }
});

Deno.test("all clients are connected at the same time, and closed in the end", async () => {
  const server = new TestServer();
  await new ConcurrentBenchmark({
    ...SUBJECT,
    connectionFactory: server.connect,
    requestFunc: tick,
    numClients: 9,
    requestsPerClient: 2,
    warmupRequests: 0,
  }).execute();
  assertEquals([server.made, server.most, server.open.size], [9, 9, 0]);
});

Deno.test("throughput is what was served by the time from first request to last answer", async () => {
  let requests = 0;
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(),
      requestFunc: async () => {
        const failing = ++requests % 4 === 0;
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (failing) throw new Error("busy");
      },
      numClients: 4,
      requestsPerClient: 10,
      warmupRequests: 0,
    }),
  );
  assertEquals([concurrent.total_requests, concurrent.failed_requests], [
    40,
    10,
  ]);
  assertEquals(concurrent.success_rate, 0.75);
  assertEquals(concurrent.latency?.count, 30);
  assertAlmostEquals(concurrent.throughput, 30 / concurrent.duration);
  // Ten requests of 5 ms one after another, less what timers may be early.
  assertGreater(concurrent.duration, 0.04);
});

Deno.test("a client that cannot connect is one failed request; the others go on", async () => {
  const server = new TestServer();
  let attempts = 0;
  const { concurrent, metadata } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () =>
        ++attempts === 2 ? Promise.reject(new Error("full")) : server.connect(),
      requestFunc: tick,
      numClients: 4,
      requestsPerClient: 3,
      trackPerConnection: true,
    }),
  );
  assertEquals([concurrent.total_requests, concurrent.failed_requests], [
    10,
    1,
  ]);
  assertEquals(concurrent.connection_time?.count, 3);
  assertEquals(metadata.errors, [
    { kind: "Error", count: 1, examples: ["full"] },
  ]);
  assertEquals(concurrent.per_connection?.[1], {
    total_requests: 1,
    failed_requests: 1,
  });
  assertEquals(server.open.size, 0);
});

Deno.test("where no client can connect, nothing is served, and that is a number", async () => {
  const { concurrent, failed_requests } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.reject(new Error("closed")),
      requestFunc: tick,
      numClients: 5,
    }),
  );
  assertEquals(failed_requests, 5);
  assertEquals([concurrent.throughput, concurrent.success_rate], [0, 0]);
  assertEquals(concurrent.latency, undefined);
});

Deno.test("per-connection results tell a slow client from a fast one", async () => {
  let made = 0;
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(++made),
      requestFunc: (client) =>
        new Promise((resolve) => setTimeout(resolve, client === 2 ? 40 : 0)),
      numClients: 3,
      requestsPerClient: 5,
      warmupRequests: 0,
      trackPerConnection: true,
    }),
  );
  const { per_connection = [] } = concurrent;
  assertEquals(
    per_connection.map(({ total_requests, failed_requests, latency }) => [
      total_requests,
      failed_requests,
      latency?.count,
    ]),
    [[5, 0, 5], [5, 0, 5], [5, 0, 5]],
  );
  const medians = per_connection.map(({ latency }) => latency?.median ?? 0);
  assertEquals(medians.indexOf(Math.max(...medians)), 1);
  assertGreater(medians[1], 0.03);
  assertEquals(
    per_connection.every(({ connection_time = -1 }) => connection_time >= 0),
    true,
  );
});

Deno.test("per-connection results add up to the whole", async () => {
  await using server = await RpcServer.start({ mode: "forking", port: 0 });
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      serverMode: "forking",
      connectionFactory: () => createRpcConnection(server),
      requestFunc: ({ root }) => root.ping(),
      numClients: 4,
      requestsPerClient: 20,
      trackPerConnection: true,
    }),
  );
  const { per_connection = [], latency } = concurrent;
  const least = per_connection.map(({ latency }) => latency?.min ?? Infinity);
  assertEquals(Math.min(...least), latency?.min);
  const total = per_connection
    .reduce((sum, { total_requests }) => sum + total_requests, 0);
  assertEquals(total, 80);
});

Deno.test("warm-up requests of every client are made as often as asked, and not measured", async () => {
  let requests = 0;
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(),
      requestFunc: () => Promise.resolve(++requests),
      numClients: 3,
      requestsPerClient: 4,
      warmupRequests: 5,
    }),
  );
  assertEquals(requests, 3 * (5 + 4));
  assertEquals(concurrent.total_requests, 12);
});

Deno.test("no client's warm-up reaches into the measuring, even if another's failed", async () => {
  let made = 0;
  const inFlight = new Map<number, number>();
  let most = 0;
  await new ConcurrentBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.resolve(++made),
    requestFunc: async (client) => {
      if (client === 1) throw new Error("fails at once");
      const now = (inFlight.get(client) ?? 0) + 1;
      most = Math.max(most, now);
      inFlight.set(client, now);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inFlight.set(client, now - 1);
    },
    numClients: 3,
    requestsPerClient: 3,
  }).execute();
  assertEquals(most, 1);
});

Deno.test("clients are served at once, not in turn", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => createRpcConnection(server),
      requestFunc: ({ root }) => root.sleep(0.1),
      numClients: 20,
      requestsPerClient: 1,
      warmupRequests: 0,
    }),
  );
  assertGreaterOrEqual(concurrent.latency?.min ?? 0, 0.1);
  // In turn it would take two seconds.
  assertGreater(1.9, concurrent.duration);
});

Deno.test("ConcurrentBenchmark stops when it is told to, and counts what was answered", async () => {
  const controller = new AbortController();
  let requests = 0;
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(),
      requestFunc: async () => {
        if (++requests === 20) controller.abort();
        await tick();
        controller.signal.throwIfAborted();
      },
      numClients: 4,
      warmupRequests: 0,
      signal: controller.signal,
    }),
  );
  assertEquals(requests, 20);
  assertEquals(concurrent.failed_requests, 0);
  assertEquals(concurrent.latency?.count, concurrent.total_requests);
  assertEquals(concurrent.total_requests, 16);
});

Deno.test("a server that dies under load ends nothing but its requests", async () => {
  await using server = await RpcServer.start({ port: 0 });
  let requests = 0;
  const { concurrent, metadata } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => createRpcConnection(server),
      requestFunc: ({ root }) => {
        if (++requests === 100) Deno.kill(server.pid, "SIGKILL");
        return root.ping();
      },
      numClients: 8,
      requestsPerClient: 50,
      warmupRequests: 0,
    }),
  );
  assertEquals(concurrent.total_requests, 400);
  assertGreater(concurrent.failed_requests, 0);
  assertEquals(
    concurrent.latency?.count,
    400 - concurrent.failed_requests,
  );
  assertEquals(metadata.errors.map(({ kind }) => kind), [
    "ConnectionLostError",
  ]);
});

Deno.test("on the forking server every client has a process of its own", async () => {
  const processes = new Set<number>();
  await using server = await RpcServer.start({ mode: "forking", port: 0 });
  await new ConcurrentBenchmark({
    ...SUBJECT,
    serverMode: "forking",
    connectionFactory: () => createRpcConnection(server),
    requestFunc: async ({ root }) => processes.add(await root.processId()),
    numClients: 3,
    requestsPerClient: 2,
    warmupRequests: 0,
  }).execute();
  assertEquals(processes.size, 3);
});

Deno.test("ConcurrentBenchmark names the option that is wrong", () => {
  const create = (options: object) => () =>
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(),
      requestFunc: tick,
      ...options,
    });
  assertThrows(create({ numClients: 0 }), RangeError, "numClients is 0");
  assertThrows(
    create({ requestsPerClient: -3 }),
    RangeError,
    "requestsPerClient is -3",
  );
  assertThrows(
    create({ warmupRequests: 0.5 }),
    RangeError,
    "warmupRequests is 0.5",
  );
});

Deno.test("the median of many clients is that of all their requests", async () => {
  const seen: number[] = [];
  const { concurrent } = await resultOf(
    new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: () => Promise.resolve(),
      requestFunc: async () => {
        const start = performance.now();
        await tick();
        seen.push((performance.now() - start) / 1000);
      },
      numClients: 5,
      requestsPerClient: 40,
      warmupRequests: 0,
    }),
  );
  assert(concurrent.latency !== undefined);
  // Measured from further outside, it is never less.
  assertGreaterOrEqual(concurrent.latency.median, median(seen));
});

Deno.test("repeated, each request counts once, also beside one that failed, and it may be opened again", async () => {
  let made = 0;
  const benchmark = new ConcurrentBenchmark({
    ...SUBJECT,
    connectionFactory: () => Promise.resolve({}),
    requestFunc: async () => {
      await tick();
      if (++made === 10) throw new TypeError("worn out");
    },
    numClients: 3,
    requestsPerClient: 2,
    warmupRequests: 0,
  });
  const stopwatch = { start() {}, end() {} };
  {
    await using repetitions = await benchmark.open();
    await repetitions.once(stopwatch);
    await assertRejects(
      () => repetitions.once(stopwatch),
      TypeError,
      "worn out",
    );
  }
  {
    await using repetitions = await benchmark.open();
    await repetitions.once(stopwatch);
  }
  const { concurrent, failed_requests, metadata, total_requests } = benchmark
    .metrics.computeStatistics();
  assertEquals([total_requests, failed_requests], [18, 1]);
  assertEquals([concurrent?.total_requests, concurrent?.failed_requests], [
    18,
    1,
  ]);
  assertEquals(concurrent?.latency?.count, 17);
  assertEquals(metadata.errors.map(({ count }) => count), [1]);
});
