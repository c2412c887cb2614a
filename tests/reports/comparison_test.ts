import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { ResultDocument } from "../../benchmarks/mod.ts";
import {
  advantage,
  type ComparedDimension,
  compareServers,
} from "../../reports/mod.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "./_sample_document.ts";

function dimensionOf(
  document: ResultDocument,
  name: string,
): ComparedDimension {
  const compared = compareServers(document)
    .find(({ dimension }) => dimension.name === name);
  assert(compared !== undefined, `no ${name} in the comparison`);
  return compared;
}

function servers({ ranking }: ComparedDimension): string[] {
  return ranking.map(({ server }) => server);
}

Deno.test("every dimension ranks the best server first, whichever way is better", () => {
  const compared = compareServers(documentOf({
    slow: fullResult("slow", 3),
    fast: fullResult("fast", 1),
    middle: fullResult("middle", 2),
  }));
  assertEquals(compared.map(({ dimension }) => dimension.name), [
    "Connection time, median",
    "Latency, median",
    "Latency, p99",
    "Upload, largest size",
    "Download, largest size",
    "Concurrent throughput",
    "Concurrent latency, p99",
  ]);
  for (const dimension of compared) {
    assertEquals(servers(dimension), ["fast", "middle", "slow"]);
  }
});

Deno.test("a server without a value is left out of that dimension only", () => {
  const { latency: _latency, ...withoutLatency } = fullResult("partial", 2);
  const document = documentOf({
    full: fullResult("full", 1),
    partial: withoutLatency,
    bare: BARE,
  });
  assertEquals(servers(dimensionOf(document, "Latency, median")), ["full"]);
  assertEquals(
    servers(dimensionOf(document, "Concurrent throughput")),
    ["full", "partial"],
  );
});

Deno.test("what no server was measured by is not compared", () => {
  assertEquals(compareServers(documentOf({ bare: BARE })), []);
  assertEquals(compareServers(documentOf({})), []);
});

Deno.test("the largest size is the largest, in whatever order sizes were measured", () => {
  const sizes = [
    { size: 1_000_000, upload: around(5e8), download: around(6e8) },
    { size: 1000, upload: around(1e7), download: around(2e7) },
  ];
  const document = documentOf({
    descending: { ...BARE, bandwidth_by_size: sizes },
  });
  const { ranking } = dimensionOf(document, "Upload, largest size");
  assertAlmostEquals(ranking[0].value, 5e8, 1);
  const download = dimensionOf(document, "Download, largest size");
  assertAlmostEquals(download.ranking[0].value, 6e8, 1);
});

Deno.test("dimensions stand beside the floor that was measured in the same run", () => {
  const document = documentOf({ a: fullResult("a", 1) }, { floor: FLOOR });
  const floors = compareServers(document).map(({ floor }) => floor);
  assertEquals(floors, [
    undefined,
    FLOOR.latency.median,
    undefined,
    FLOOR.bandwidth,
    FLOOR.bandwidth,
    FLOOR.throughput,
    undefined,
  ]);
});

Deno.test("without a floor nothing is compared with one", () => {
  for (
    const { floor } of compareServers(documentOf({ a: fullResult("a", 1) }))
  ) {
    assertEquals(floor, undefined);
  }
});

Deno.test("an advantage is above 1 for the better value, whichever way is better", () => {
  const document = documentOf({ a: fullResult("a", 1) });
  const latency = dimensionOf(document, "Latency, median").dimension;
  const throughput = dimensionOf(document, "Concurrent throughput").dimension;
  assertEquals(advantage(latency, 1, 3), 3);
  assertEquals(advantage(throughput, 3, 1), 3);
});
