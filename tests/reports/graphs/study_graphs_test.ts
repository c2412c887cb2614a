import { assertEquals } from "@std/assert";
import { REPORT_FORMATS } from "../../../reports/formats.ts";
import { runsOf } from "../../../reports/mod.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "../_sample_document.ts";

Deno.test("a study has a file for each of its graphs", async () => {
  const server = {
    ...fullResult("rpc_threaded", 1),
    latency_by_size: [64, 1024].map((size) => ({
      size,
      latency: around(size * 1e-6),
    })),
    concurrent_scaling: [1, 100].map((connections) => ({
      connections,
      total_requests: 100,
      failed_requests: 0,
      success_rate: 1,
      throughput: 1000 * connections,
      duration: 1,
    })),
  };
  const runs = runsOf(documentOf({ rpc_threaded: server }, { floor: FLOOR }));
  for (const name of ["svg", "png"]) {
    const { extension, format, makes } = await REPORT_FORMATS[name]();
    assertEquals([extension, makes], [name, "folder"]);
    const files = await format(runs);
    assertEquals(files.map((file) => file.name), [
      `connection-time.${name}`,
      `latency-by-payload-size.${name}`,
      `bandwidth-by-payload-size.${name}`,
      `concurrency-scaling.${name}`,
      `latency-percentiles.${name}`,
    ]);
  }
});

Deno.test("graphs of what was not measured are left out", async () => {
  const server = { ...BARE, connection_time: around(1e-3) };
  const { format } = await REPORT_FORMATS.svg();
  const files = await format(runsOf(documentOf({ rpc_threaded: server })));
  assertEquals(files.map(({ name }) => name), ["connection-time.svg"]);
});
