import { assert, assertEquals } from "@std/assert";
import { metricsOf, unitOfPath } from "../../benchmarks/mod.ts";
import { EVERYTHING } from "../reports/_everything.ts";

Deno.test("the path of a metric tells its unit, whatever its server and entries are called", () => {
  for (const { path, server, unit } of metricsOf(EVERYTHING)) {
    assertEquals(unitOfPath(path), unit, path);
    assertEquals(unitOfPath(`${server}.${path}`), unit, path);
  }
  assertEquals(unitOfPath("methods[latency.p99].nothing"), "s");
  assertEquals(unitOfPath("constructor"), undefined);
});

Deno.test("numbers of samples come with their summary, and no others do", () => {
  const metrics = metricsOf(EVERYTHING)
    .filter(({ server }) => server === "rpc_threaded");
  const summaryAt = (path: string) => {
    const metric = metrics.find((metric) => metric.path === path);
    assert(metric !== undefined);
    return metric.summary;
  };
  const { rpc_threaded } = EVERYTHING;
  assert("latency" in rpc_threaded);
  assertEquals(summaryAt("latency.p99"), rpc_threaded.latency);
  assertEquals(summaryAt("latency.mean"), rpc_threaded.latency);
  assertEquals(summaryAt("concurrent.throughput"), undefined);
  assertEquals(summaryAt("cpu_usage.mean"), undefined);
});
