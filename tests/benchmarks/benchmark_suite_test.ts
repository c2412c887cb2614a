import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertRejects,
} from "@std/assert";
import {
  type BenchmarkResults,
  BenchmarkSuite,
  type RunAllOptions,
  type ServerResult,
  serverResults,
  type SuiteProgress,
} from "@x/rpcbench/benchmarks";

const SMALL: RunAllOptions = {
  numConnections: 2,
  numRequests: 20,
  numConcurrentClients: 3,
  requestsPerClient: 30,
  warmupRequests: 0,
};
const RPC_ONLY = { ...SMALL, testRpcForking: false, testHttp: false };
const ANY_PORT = { rpcPort: 0, httpPort: 0 };
const service = (name: string) => import.meta.resolve(`./services/${name}.ts`);

function serverOf(results: BenchmarkResults, key: string): ServerResult {
  const result = serverResults(results.toJSON()).get(key);
  assert(result !== undefined, `${key} is missing: ${results.warnings}`);
  return result;
}

Deno.test("a run measures everything of every server, and the floor", async () => {
  const heard: SuiteProgress[] = [];
  const results = await new BenchmarkSuite(ANY_PORT).runAll({
    ...SMALL,
    testBinaryTransfer: true,
    binaryFileSizes: [100_000],
    binaryIterations: 1,
    onProgress: (progress) => heard.push(progress),
  });
  const document = results.toJSON();
  assertEquals(results.failed, false);
  assertEquals(Object.keys(document), [
    "meta",
    "rpc_threaded",
    "rpc_forking",
    "http_threaded",
  ]);
  assertEquals(document.meta.floor?.connections, 3);
  for (const [key, result] of serverResults(document)) {
    assertEquals(result.metadata.errors, [], key);
    assertEquals(result.name, key);
    assertEquals(key, `${result.protocol}_${result.server_mode}`);
    assertEquals(result.connection_time?.count, 2);
    assertEquals(result.latency?.count, 20);
    // HTTP's latency is measured twice, to tell what of it the client is.
    const lean = result.protocol === "http" ? 20 : 0;
    assertEquals(result.lean_latency?.count ?? 0, lean);
    assertEquals(result.bandwidth_by_size?.map(({ size }) => size), [
      1024,
      10 * 1024,
      100 * 1024,
      1024 * 1024,
    ]);
    assertEquals(result.concurrent?.total_requests, 90);
    assertEquals(result.concurrent?.connections, 3);
    assertEquals(
      result.binary_transfer?.map(({ type }) => type),
      [
        "upload",
        "download",
        "upload_chunked",
        "download_chunked",
        "upload_streamed",
        "download_streamed",
      ],
    );
    assertEquals(result.total_requests, 2 + 20 + lean + 80 + 90 + 6);
    assertGreater(result.server_process?.rss_max ?? 0, 1e6);
    assertGreater(result.client_process?.rss_max ?? 0, 1e6);
    assertGreater(result.memory_usage?.mean ?? 0, 0);
  }
  const fractions = heard.map(({ fraction }) => fraction);
  assertEquals(fractions, fractions.toSorted((a, b) => a - b));
  assertEquals(fractions.at(-1), 1);
  assertEquals(
    [...new Set(heard.map(({ server }) => server))],
    ["floor", "rpc_threaded", "rpc_forking", "http_threaded"],
  );
  const { config } = document.meta;
  assertEquals([config.numRequests, config.rpcPort], [20, 0]);
  assertEquals(config.warmupRequests, 0);
  assertEquals("onProgress" in config, false);
});

Deno.test("only the servers that are asked for run", async () => {
  const results = await new BenchmarkSuite(ANY_PORT).runAll({
    ...SMALL,
    testRpcThreaded: false,
    testRpcForking: false,
  });
  assertEquals(Object.keys(results.toJSON()), ["meta", "http_threaded"]);
  assertEquals(results.failed, false);
});

Deno.test("a server that does not start is named with its reason, and others are measured", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const results = await new BenchmarkSuite({ rpcPort: port, httpPort: 0 })
    .runAll({ ...SMALL, testRpcForking: false });
  taken.close();
  assertEquals(results.failed, true);
  assertEquals(Object.keys(results.toJSON()), ["meta", "http_threaded"]);
  assertEquals(serverOf(results, "http_threaded").failed_requests, 0);
  const warning = results.warnings.find((text) =>
    text.startsWith("rpc_threaded")
  );
  assertMatch(warning ?? "", new RegExp(`${port}`));
});

Deno.test("a server that dies in its last benchmark fails the run, and its results are kept", async () => {
  const results = await new BenchmarkSuite({
    ...ANY_PORT,
    service: service("mortal_service"),
  }).runAll({ ...SMALL, testRpcForking: false });
  const { latency, concurrent, metadata } = serverOf(results, "rpc_threaded");
  assertEquals(latency?.count, 20);
  assertGreater(concurrent?.failed_requests ?? 0, 0);
  assertEquals(metadata.errors[0].kind, "ConnectionLostError");
  assertEquals(results.failed, true);
  assertMatch(
    results.warnings.join("\n"),
    /^rpc_threaded: the server ended in the middle of concurrency.*code 7/m,
  );
  assertEquals(serverOf(results, "http_threaded").failed_requests, 0);
});

Deno.test("what a service does not offer counts as failed, and the rest is measured", async () => {
  const results = await new BenchmarkSuite({
    ...ANY_PORT,
    service: service("partial_service"),
  }).runAll(RPC_ONLY);
  const result = serverOf(results, "rpc_threaded");
  assertEquals(result.latency?.count, 20);
  assertEquals(result.upload_bandwidth, undefined);
  assertEquals(result.failed_requests, 80);
  assertEquals(result.concurrent?.failed_requests, 0);
  assertMatch(result.metadata.errors[0].examples.join(), /upload/);
});

Deno.test("a run that is interrupted keeps what it has, and says so", async () => {
  const controller = new AbortController();
  const results = await new BenchmarkSuite(ANY_PORT).runAll({
    ...SMALL,
    signal: controller.signal,
    onProgress: ({ benchmark }) => {
      if (benchmark === "bandwidth") controller.abort();
    },
  });
  const { latency, failed_requests } = serverOf(results, "rpc_threaded");
  assertEquals([latency?.count, failed_requests], [20, 0]);
  assertEquals(Object.keys(results.toJSON()), ["meta", "rpc_threaded"]);
  assertMatch(results.warnings.join(), /interrupted/);
});

Deno.test("a run that is interrupted before it begins starts nothing", async () => {
  const results = await new BenchmarkSuite(ANY_PORT).runAll({
    ...SMALL,
    signal: AbortSignal.abort(),
  });
  assertEquals(Object.keys(results.toJSON()), ["meta"]);
  assertMatch(results.warnings.join(), /interrupted/);
});

for (
  const name of [
    "numConnections",
    "numRequests",
    "numConcurrentClients",
    "requestsPerClient",
    "binaryChunkSize",
    "binaryIterations",
  ] as const
) {
  Deno.test(`a wrong ${name} is refused by name before anything starts`, async () => {
    const heard: SuiteProgress[] = [];
    const error = await assertRejects(
      () =>
        new BenchmarkSuite(ANY_PORT).runAll({
          ...SMALL,
          [name]: 0,
          onProgress: (progress) => heard.push(progress),
        }),
      RangeError,
    );
    assert(error.message.startsWith(`${name} is 0;`), error.message);
    assertEquals(heard, []);
  });
}

Deno.test("a wrong size of file is refused by name before anything starts", async () => {
  await assertRejects(
    () =>
      new BenchmarkSuite(ANY_PORT).runAll({
        ...SMALL,
        binaryFileSizes: [1, 0],
      }),
    RangeError,
    "binaryFileSizes is 0;",
  );
});
