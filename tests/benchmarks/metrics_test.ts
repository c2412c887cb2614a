import { assert, assertEquals } from "@std/assert";
import {
  metricsOf,
  parseResultDocument,
  unitOfPath,
} from "../../benchmarks/mod.ts";
import { withoutEntryNames } from "../../benchmarks/metrics/without_entry_names.ts";
import { EVERYTHING } from "../reports/_everything.ts";
import { BARE, documentOf } from "../reports/_sample_document.ts";

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

Deno.test("whatever an entry is called, its name stands in one pair of brackets", () => {
  const unknown = {
    ...BARE,
    future: {
      methods: [
        { name: "list[0]", calls: 1 },
        { name: "]", calls: 2 },
        { name: { toString: 1 }, calls: 3 },
        { calls: 4 },
      ],
      load: [{ in_flight: [null, 3], calls: 5 }],
    },
  };
  const document = parseResultDocument(
    JSON.stringify(documentOf({ a: unknown })),
  );
  const calls = metricsOf(document).filter(({ path }) =>
    path.endsWith(".calls")
  );
  assertEquals(
    calls.map(({ path, value }) => [withoutEntryNames(path), value]),
    [
      ["future.methods.calls", 1],
      ["future.methods.calls", 2],
      ["future.methods.calls", 3],
      ["future.methods.calls", 4],
      ["future.load.calls", 5],
    ],
  );
});
