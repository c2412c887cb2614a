import { assertEquals } from "@std/assert";
import { runsOf } from "../../reports/mod.ts";
import { sampleCase } from "./_sample_case.ts";
import { around, BARE, documentOf } from "./_sample_document.ts";
import { chartOf, linesOf, sectionOf, textOf } from "./_sections_of.ts";

Deno.test("a scenario has a table for each question, with a row for each case", () => {
  const runs = runsOf(documentOf({
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
  }));
  const { tables } = sectionOf(runs, "scenario_throughput");
  assertEquals(tables.map(({ title }) => title), [
    "Throughput by payload size",
    "Throughput by number of clients",
  ]);
  const [header, ...rows] = textOf(tables[0]);
  assertEquals(header.slice(0, 5), [
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
  const runs = runsOf(documentOf({ a: { ...BARE, cases: [sampleCase()] } }));
  const [, row] = textOf(sectionOf(runs, "scenario_throughput").tables[0]);
  assertEquals(row[2], "1.00 k/s ± 10 %");
  assertEquals(row[4], "1.00 ms ± 10 %");
  const [{ points }] = linesOf(runs, "throughput_by_payload_size").lines;
  assertEquals(points, [{ x: 64, y: 1000, low: 900, high: 1100 }]);
});

Deno.test("one iteration has no spread, and what was not measured has no column", () => {
  const throughput = { ...around(1000), count: 1, stdev: 0 };
  const bare = sampleCase({
    throughput,
    bandwidth: undefined,
    response_time: undefined,
  });
  const runs = runsOf(documentOf({ a: { ...BARE, cases: [bare] } }));
  assertEquals(textOf(sectionOf(runs, "scenario_throughput").tables[0]), [
    ["server", "payload size", "requests", "failed"],
    ["a", "64 B", "1.00 k/s", "0"],
  ]);
  const [{ points }] = linesOf(runs, "throughput_by_payload_size").lines;
  assertEquals(points, [{ x: 64, y: 1000 }]);
});

Deno.test("combined features are a map of all combinations", () => {
  const combined = (
    security: "off" | "encrypted",
    compression: "off" | "zstd",
    rate: number,
  ) =>
    sampleCase({
      scenario: "features",
      group: "compression_and_security",
      parameters: { clients: 10, security, compression },
      throughput: around(rate),
    });
  const chart = chartOf(
    runsOf(documentOf({
      rpc_threaded: {
        ...BARE,
        cases: [
          combined("off", "off", 4),
          combined("off", "zstd", 3),
          combined("encrypted", "zstd", 1),
        ],
      },
    })),
    "compression_and_security_throughput",
  );
  assertEquals(
    chart.kind === "heat_map" && [chart.rows, chart.columns, chart.values],
    [["off", "encrypted"], ["off", "zstd"], [[4, 3], [undefined, 1]]],
  );
});

Deno.test("servers and runs of one name have lines of their own", () => {
  const run = (server: string) =>
    runsOf(documentOf({ [server]: { ...BARE, cases: [sampleCase()] } }))[0];
  // Both are "a, b, c" in a legend.
  const runs = [
    { ...run("a"), name: "b, c" },
    { ...run("a, b"), name: "c" },
  ];
  const { lines } = linesOf(runs, "throughput_by_payload_size");
  assertEquals(
    lines.map(({ name, points, serverIndex }) => [
      name,
      serverIndex,
      points.length,
    ]),
    [["a, b, c", 0, 1], ["a, b, c", 1, 1]],
  );
});
