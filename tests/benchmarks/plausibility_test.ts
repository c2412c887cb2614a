import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  BenchmarkMetrics,
  BenchmarkResults,
  type ResultDocument,
  type ServerResult,
  summarize,
} from "../../benchmarks/mod.ts";
import { implausibleResults } from "../../benchmarks/plausibility.ts";

const FLOOR = {
  latency: summarize(new Array(100).fill(0.001)),
  throughput: 1000,
  connections: 10,
  transfer_size: 1024,
  bandwidth: 1e9,
  bandwidth_discarded: 1e9,
};

function resultsOf(latency: number, requests = 100): BenchmarkResults {
  const metrics = new BenchmarkMetrics({ name: "server", protocol: "rpc" });
  for (let i = 0; i < requests; i++) metrics.addLatency(latency);
  const results = new BenchmarkResults();
  results.addResult("server", metrics);
  results.setFloor(FLOOR);
  return results;
}

Deno.test("a result at the floor, or a little below it, raises no doubt", () => {
  assertEquals(implausibleResults(resultsOf(0.00095).toJSON()), []);
});

Deno.test("a result clearly better than the floor is doubted by name", () => {
  const [warning] = implausibleResults(resultsOf(0.0005).toJSON());
  assertStringIncludes(warning, "server: its latency is 2.00 times as good");
});

Deno.test("too few requests to prove anything raise no doubt", () => {
  assertEquals(implausibleResults(resultsOf(0.0005, 99).toJSON()), []);
});

Deno.test("without a floor, nothing is doubted", () => {
  const metrics = new BenchmarkMetrics({ name: "server", protocol: "rpc" });
  metrics.addLatency(1e-9);
  const results = new BenchmarkResults();
  results.addResult("server", metrics);
  assertEquals(implausibleResults(results.toJSON()), []);
});

Deno.test("a result is held against the floor of the same payload or as many clients, unless it is from elsewhere", () => {
  const { meta, server } = resultsOf(0.00095).toJSON();
  if (!("protocol" in server)) throw new Error("there is no result");
  const { latency = FLOOR.latency } = server;
  const clients = {
    connections: 50,
    total_requests: 1000,
    failed_requests: 0,
    success_rate: 1,
    throughput: 3000,
    duration: 1,
  };
  const document = (result: Partial<ServerResult>): ResultDocument => ({
    meta: {
      ...meta,
      floor: {
        ...FLOOR,
        latency_by_size: [{
          size: 1024,
          latency: summarize(new Array(100).fill(0.002)),
        }],
        concurrent_scaling: [{ ...clients, throughput: 1000 }],
      },
    },
    server: {
      ...server,
      latency_by_size: [{ size: 1024, latency }, { size: 64, latency }],
      concurrent_scaling: [clients],
      ...result,
    },
  });
  const warnings = implausibleResults(document({}));
  assertEquals(warnings.length, 2);
  assertStringIncludes(warnings[0], "its latency of 1 KiB is 2.11 times");
  assertStringIncludes(warnings[1], "throughput with 50 clients is 3.00 times");
  assertEquals(implausibleResults(document({ host: "192.0.2.7:1" })), []);
});
