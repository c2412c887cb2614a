import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertThrows,
} from "@std/assert";
import {
  BenchmarkMetrics,
  BenchmarkResults,
  serverResults,
} from "@x/rpcbench/benchmarks";
import { FLOOR } from "../reports/_sample_document.ts";
import { SUBJECT } from "./_test_connection.ts";

function latencyOf(seconds: number): BenchmarkMetrics {
  const metrics = new BenchmarkMetrics(SUBJECT);
  metrics.addLatency(seconds);
  return metrics;
}

Deno.test("the document has the keys that all readers know", () => {
  const results = new BenchmarkResults({ numRequests: 7 });
  results.addResult("rpc_threaded", latencyOf(0.1));
  results.setFloor(FLOOR);
  results.warn("beware");
  const { meta, rpc_threaded } = results.toJSON();
  assertEquals(Object.keys(meta), [
    "schema",
    "started_at",
    "duration",
    "deno",
    "v8",
    "os",
    "cpu_model",
    "cpu_cores",
    "memory_bytes",
    "config",
    "floor",
    "warnings",
  ]);
  assertEquals(meta.schema, "rpcbench/1");
  assertEquals(meta.deno, Deno.version.deno);
  assertEquals(meta.config, { numRequests: 7 });
  assertEquals(meta.warnings, ["beware"]);
  assertEquals(meta.floor, FLOOR);
  assertEquals(new Date(meta.started_at).toISOString(), meta.started_at);
  assertGreaterOrEqual(meta.cpu_cores, 1);
  assertGreaterOrEqual(meta.memory_bytes, 1e6);
  assertEquals(Object.keys(rpc_threaded).toSorted(), [
    "duration",
    "failed_requests",
    "latency",
    "metadata",
    "name",
    "protocol",
    "server_mode",
    "success_rate",
    "total_requests",
  ]);
  assert("latency" in rpc_threaded && rpc_threaded.latency !== undefined);
  assertEquals(Object.keys(rpc_threaded.latency), [
    "mean",
    "median",
    "min",
    "max",
    "stdev",
    "p25",
    "p75",
    "p90",
    "p95",
    "p99",
    "p999",
    "count",
    "distribution",
    "samples",
  ]);
});

Deno.test("a document survives JSON as it is", () => {
  const results = new BenchmarkResults();
  results.addResult("a", latencyOf(0.1));
  results.end();
  const document = results.toJSON();
  assertEquals(JSON.parse(JSON.stringify(document)), document);
  assertEquals(JSON.parse(JSON.stringify(results)), document);
});

Deno.test("without a floor there is no key for it", () => {
  assertEquals("floor" in new BenchmarkResults().toJSON().meta, false);
});

Deno.test("metrics of the same server come together, those of others stay apart", () => {
  const results = new BenchmarkResults();
  results.addResult("a", latencyOf(0.1));
  results.addResult("b", latencyOf(0.2));
  results.addResult("a", latencyOf(0.3));
  const servers = serverResults(results.toJSON());
  assertEquals([...servers.keys()], ["a", "b"]);
  assertEquals(servers.get("a")?.latency?.count, 2);
  assertEquals(servers.get("b")?.latency?.count, 1);
});

Deno.test("adding to the results leaves metrics that were added before as they were", () => {
  const shared = latencyOf(0.1);
  const results = new BenchmarkResults();
  results.addResult("a", shared);
  results.addResult("b", shared);
  results.addResult("a", latencyOf(0.2));
  assertEquals(shared.totalRequests, 1);
  const servers = serverResults(results.toJSON());
  assertEquals(servers.get("a")?.latency?.count, 2);
  assertEquals(servers.get("b")?.latency?.count, 1);
});

Deno.test("a server cannot be called meta", () => {
  const results = new BenchmarkResults();
  assertThrows(
    () => results.addResult("meta", latencyOf(1)),
    RangeError,
    'key is "meta"',
  );
});

Deno.test("a failure is a warning that says what failed and why", () => {
  const results = new BenchmarkResults();
  results.warn("only a warning");
  assertEquals(results.failed, false);
  assert(!("failures" in results.toJSON().meta));
  results.fail("rpc_forking", new Error("did not start"));
  results.fail("floor", "out of ports");
  assertEquals(results.failed, true);
  assertEquals(results.warnings, [
    "only a warning",
    "rpc_forking: did not start",
    "floor: out of ports",
  ]);
  assertEquals(results.toJSON().meta.failures, results.warnings.slice(1));
});

Deno.test("a document does not change any more once it is there", () => {
  const results = new BenchmarkResults();
  const document = results.toJSON();
  results.warn("later");
  assertEquals(document.meta.warnings, []);
});

Deno.test("the duration of a run stands still once it has ended", async () => {
  const results = new BenchmarkResults();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  await pause();
  results.end();
  const { duration } = results.toJSON().meta;
  assertGreaterOrEqual(duration, 0.015);
  await pause();
  results.end();
  assertEquals(results.toJSON().meta.duration, duration);
});
