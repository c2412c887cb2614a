import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  BenchmarkMetrics,
  BenchmarkResults,
  summarize,
} from "../../benchmarks/mod.ts";
import { implausibleResults } from "../../benchmarks/plausibility.ts";

function resultsOf(latency: number, requests = 100): BenchmarkResults {
  const metrics = new BenchmarkMetrics({ name: "server", protocol: "rpc" });
  for (let i = 0; i < requests; i++) metrics.addLatency(latency);
  const results = new BenchmarkResults();
  results.addResult("server", metrics);
  results.setFloor({
    latency: summarize(new Array(100).fill(0.001)),
    throughput: 1000,
    connections: 10,
    transfer_size: 1024,
    bandwidth: 1e9,
    bandwidth_discarded: 1e9,
  });
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
