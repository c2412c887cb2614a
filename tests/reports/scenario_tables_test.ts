import { assertEquals } from "@std/assert";
import { scenarioTables } from "../../reports/scenario_tables.ts";
import { sampleCase } from "./_sample_case.ts";
import { around, BARE, META } from "./_sample_document.ts";

Deno.test("each question has a table, with the servers' cases below each other", () => {
  const tables = scenarioTables({
    meta: META,
    rpc_threaded: {
      ...BARE,
      cases: [
        sampleCase(),
        sampleCase({
          parameters: { clients: 10, payload_size: 4096 },
          failed_requests: 1,
        }),
        sampleCase({ group: "client_count", parameters: { clients: 50 } }),
      ],
    },
    http_threaded: { ...BARE, cases: [sampleCase()] },
  });
  assertEquals(tables.map(({ title }) => title), [
    "Throughput by payload size",
    "Throughput by number of clients",
  ]);
  const [{ columns, rows }] = tables;
  assertEquals(columns.slice(0, 5).map(({ name }) => name), [
    "server",
    "payload size",
    "requests",
    "payload",
    "response p50",
  ]);
  assertEquals(rows.map((row) => [row[0], row[1], row.at(-1)]), [
    ["rpc_threaded", "64 B", "0"],
    ["rpc_threaded", "4 KiB", "1"],
    ["http_threaded", "64 B", "0"],
  ]);
});

Deno.test("a value is the mean of the iterations, with their standard deviation", () => {
  // 900, 1000 and 1100 have a standard deviation of 100.
  const [{ rows }] = scenarioTables({
    meta: META,
    rpc_threaded: { ...BARE, cases: [sampleCase()] },
  });
  assertEquals(rows[0][2], "1.00 k/s ± 10 %");
  assertEquals(rows[0][4], "1.00 ms ± 10 %");
});

Deno.test("one iteration has no spread, and what was not measured is a dash", () => {
  const throughput = { ...around(1000), count: 1, stdev: 0 };
  const [{ rows }] = scenarioTables({
    meta: META,
    rpc_threaded: {
      ...BARE,
      cases: [
        sampleCase({
          throughput,
          bandwidth: undefined,
          response_time: undefined,
        }),
      ],
    },
  });
  assertEquals(rows[0].slice(2, 5), ["1.00 k/s", "–", "–"]);
});

Deno.test("a document without scenarios has no tables", () => {
  assertEquals(scenarioTables({ meta: META, rpc_threaded: BARE }), []);
});
