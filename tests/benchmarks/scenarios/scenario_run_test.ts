import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
} from "@std/assert";
import {
  type BenchmarkResults,
  type CaseGroup,
  type CaseResult,
  QUICK_SCALE,
  runScenarios,
  type ScenarioScale,
} from "../../../benchmarks/mod.ts";

/** The least of everything. */
const SMALL: ScenarioScale = {
  ...QUICK_SCALE,
  payloadSizes: [64],
  clientCounts: [2],
  loads: [200],
  loadDuration: 0.1,
  latencyPayloadSizes: [64],
  tailRequests: 100,
  compressionPayloadSizes: [10_240],
  iterationDuration: 0.03,
  handshakes: 2,
};

/** Runs scenarios once for all tests that look at what they found. */
function once(run: () => Promise<BenchmarkResults>) {
  let results: Promise<BenchmarkResults> | undefined;
  return () => results ??= run();
}

const fractions: number[] = [];
const throughputRun = once(() =>
  runScenarios({
    scenarios: ["throughput"],
    scale: SMALL,
    iterations: 2,
    profiling: false,
    onProgress: ({ fraction }) => fractions.push(fraction),
  })
);

const PROFILES = await Deno.makeTempDir();
Deno.test.afterAll(() => Deno.remove(PROFILES, { recursive: true }));
const latencyRun = once(() =>
  runScenarios({
    scenarios: ["latency"],
    servers: ["rpc_threaded"],
    scale: SMALL,
    iterations: 1,
    profileFolder: PROFILES,
  })
);

function ofGroup(
  cases: readonly CaseResult[] | undefined,
  group: CaseGroup,
): CaseResult[] {
  return (cases ?? []).filter((one) => one.group === group);
}

Deno.test("each case has its measured iterations, and their spread beside the pool", async () => {
  const results = await throughputRun();
  const document = results.toJSON();
  assertEquals(results.failed, false);
  assertEquals(Object.keys(document), [
    "meta",
    "rpc_threaded",
    "rpc_forking",
    "http_threaded",
  ]);
  for (const server of ["rpc_threaded", "rpc_forking", "http_threaded"]) {
    const [result] = ofGroup(results.get(server)?.cases, "payload_size");
    assertEquals(result.parameters, { clients: 10, payload_size: 64 });
    assertEquals(result.iterations.length, 2);
    assertEquals(result.throughput.count, 2);
    const [first, second] = result.iterations;
    assertAlmostEquals(
      result.throughput.mean,
      (first.throughput + second.throughput) / 2,
      1e-6,
    );
    assertEquals(
      result.pooled_response_time?.count,
      first.total_requests + second.total_requests,
    );
    assertEquals(
      result.total_requests,
      first.total_requests + second.total_requests,
    );
    assertEquals(first.bytes_received, 64 * first.total_requests);
    // What comes after the time is over is in neither.
    assertAlmostEquals(
      result.bandwidth?.mean ?? 0,
      64 * result.throughput.mean,
      1e-6,
    );
  }
});

Deno.test("latency under load runs from when requests were due, and the tail is looked at one by one", async () => {
  const results = await latencyRun();
  const cases = results.get("rpc_threaded")?.cases;
  const [underLoad] = ofGroup(cases, "latency_under_load");
  const [{ loop, offered_rate, response_time, service_time, total_requests }] =
    underLoad.iterations;
  assertEquals(loop, "open");
  assertEquals(total_requests, 20);
  assert(offered_rate !== undefined && Math.abs(offered_rate - 200) < 1e-6);
  assert(response_time !== undefined && service_time !== undefined);
  assert(response_time.median >= service_time.median);
  const [{ tail }] = ofGroup(cases, "tail_latency");
  assertEquals(tail?.response_times.length, 100);
});

Deno.test("features are told apart by what they do", async () => {
  const results = await runScenarios({
    scenarios: ["features"],
    scale: { ...SMALL, iterationDuration: 0.06 },
    iterations: 2,
    profiling: false,
  });
  assertEquals(results.failed, false);
  const cases = results.get("rpc_threaded")?.cases;
  for (
    const { compressed_share, parameters } of ofGroup(cases, "compression")
  ) {
    const { compression, content } = parameters;
    if (compression === "off") assertEquals(compressed_share, undefined);
    else if (content === "random") assertEquals(compressed_share, 1);
    else assertLess(compressed_share ?? 1, 0.6);
  }
  const securities = ofGroup(cases, "security");
  assertEquals(
    securities.map(({ connection_time }) => connection_time?.count),
    [
      2,
      2,
      2,
    ],
  );
  // The best iteration counts: a machine that stalls makes others worse, and none better.
  const throughputs = ofGroup(cases, "ordering")
    .map(({ throughput }) => throughput.max);
  // Ten clients at once, ten keys at once, and one after another.
  const [free, perClient, one] = throughputs;
  assertGreater(free, 2 * one);
  assertGreater(perClient, 2 * one);
});

Deno.test("a profiled case has a profile of both ends, a leak check, and no part in the numbers", async () => {
  const document = (await latencyRun()).toJSON();
  const result = document.rpc_threaded;
  assert("protocol" in result);
  const [profile] = result.profiles ?? [];
  assertEquals(profile.group, "tail_latency");
  assertGreater(profile.client.cpu.by_self.length, 0);
  assertGreater(profile.client.cpu.call_tree?.length ?? 0, 0);
  assertGreater(profile.server?.cpu.by_self.length ?? 0, 0);
  assert(profile.leak_check !== undefined);
  assertEquals(profile.leak_check.client.tables.connections, 10);
  assertGreater(profile.leak_check.server.tables.connections, 9);
  for (
    const file of [...profile.client.files, ...profile.server?.files ?? []]
  ) {
    assert((await Deno.stat(`${PROFILES}/${file}`)).size > 0);
  }
  const [{ tail, total_requests }] = ofGroup(result.cases, "tail_latency");
  assertEquals(total_requests, 100);
  assertEquals(tail?.response_times.length, 100);
});

Deno.test("an interrupted run keeps what it has", async () => {
  const interruption = new AbortController();
  const results = await runScenarios({
    scenarios: ["throughput"],
    servers: ["rpc_threaded"],
    scale: SMALL,
    iterations: 1,
    profiling: false,
    signal: interruption.signal,
    onProgress({ label }) {
      if (label.includes("client count")) interruption.abort();
    },
  });
  assertEquals(
    results.warnings.at(-1),
    "interrupted: the results are not complete",
  );
  const cases = results.get("rpc_threaded")?.cases;
  assertEquals(ofGroup(cases, "payload_size").length, 1);
  assertEquals(ofGroup(cases, "client_count").length, 0);
});

Deno.test("of an interrupted iteration nothing counts: no request, and no CPU time", async () => {
  const interruption = new AbortController();
  let told = 0;
  const results = await runScenarios({
    scenarios: ["latency"],
    servers: ["http_threaded"],
    scale: { ...SMALL, loads: [], latencyPayloadSizes: [] },
    iterations: 2,
    profiling: false,
    signal: interruption.signal,
    onProgress({ label }) {
      // The case, the first iteration, the second.
      if (label.includes("tail latency") && ++told === 3) {
        setTimeout(() => interruption.abort(), 40);
      }
    },
  });
  const [result] = results.get("http_threaded")?.cases ?? [];
  assertEquals(result.iterations.length, 1);
  assertEquals(result.total_requests, 100);
  assertEquals(result.tail?.response_times.length, 100);
  assertEquals(result.server_cpu_per_request, undefined);
  assertEquals(result.server_process, undefined);
});

Deno.test("an interrupted profile is none, and its leak check has not passed", async () => {
  const interruption = new AbortController();
  const results = await runScenarios({
    scenarios: ["latency"],
    servers: ["http_threaded"],
    scale: {
      ...SMALL,
      loads: [],
      latencyPayloadSizes: [],
      tailRequests: 500,
    },
    iterations: 1,
    signal: interruption.signal,
    onProgress({ label }) {
      if (!label.startsWith("profile of")) return;
      setTimeout(() => interruption.abort(), 300);
    },
  });
  const server = results.get("http_threaded");
  assertEquals(server?.cases.length, 1);
  assertEquals(server?.computeStatistics().profiles, undefined);
  assertEquals([results.failed, results.checkFailed], [false, false]);
});

Deno.test("progress never goes back, and ends at all of it", async () => {
  await throughputRun();
  assertEquals(fractions, fractions.toSorted((a, b) => a - b));
  assertGreater(fractions.at(-1) ?? 0, 0.5);
  assert(fractions.every((fraction) => fraction >= 0 && fraction <= 1));
});
