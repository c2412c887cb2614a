import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { type ResultDocument, summarize } from "../../benchmarks/mod.ts";
import { reportSections, runsOf } from "../../reports/mod.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "./_sample_document.ts";
import { sampleLoad } from "./_sample_load.ts";
import {
  chartOf,
  linesOf,
  runsNamed,
  sectionOf,
  textOf,
} from "./_sections_of.ts";

Deno.test("a report says what was measured, in one order, and nothing of the rest", () => {
  const ids = (document: Parameters<typeof runsOf>[0]) =>
    reportSections(runsOf(document)).map(({ id }) => id);
  assertEquals(
    ids(documentOf({ a: fullResult("a", 1) }, { warnings: ["careful"] })),
    [
      "summary",
      "setup",
      "connection_time",
      "latency",
      "bandwidth",
      "transfers",
      "concurrency",
      "resources",
      "problems",
    ],
  );
  // Of one server, there is nothing to sum up.
  assertEquals(ids(documentOf({ a: BARE })), ["setup", "resources"]);
  assertEquals(ids(documentOf({})), ["summary", "setup"]);
});

Deno.test("charts are told apart by their ids", () => {
  const runs = runsNamed({
    a: documentOf({ x: fullResult("x", 1) }, { floor: FLOOR }),
    b: documentOf({ x: fullResult("x", 2) }, { floor: FLOOR }),
  });
  const ids = reportSections(runs)
    .flatMap(({ charts }) => charts.map(({ id }) => id));
  assertEquals(ids.length, new Set(ids).size);
});

Deno.test("bandwidth has a line for each server and direction, and the floor across", () => {
  const runs = runsOf(documentOf({
    rpc: fullResult("rpc", 1),
    http: fullResult("http", 2),
  }, { floor: FLOOR }));
  const { floors, lines } = linesOf(runs, "bandwidth_by_payload_size");
  assertEquals(
    lines.map(({ name, serverIndex, variant }) => [
      name,
      serverIndex,
      variant,
    ]),
    [
      ["rpc, upload", 0, 0],
      ["rpc, download", 0, 1],
      ["http, upload", 1, 0],
      ["http, download", 1, 1],
    ],
  );
  assertEquals(lines[2].points.map(({ x, y }) => [x, y]), [
    [1024, around(1e7 / 2).median],
    [1024 * 1024, around(1.3e9 / 2).median],
  ]);
  assertEquals(floors, [{ name: "floor", runIndex: 0, value: 2e9 }]);
});

Deno.test("percentiles end where a sample stands for the share", () => {
  const runs = runsOf(documentOf({
    few: { ...BARE, latency: around(1) },
    many: { ...BARE, latency: { ...around(1), count: 1000 } },
  }, { floor: FLOOR }));
  const shares = linesOf(runs, "latency_percentiles").lines
    .map(({ name, points }) => [name, points.at(-1)?.x]);
  assertEquals(shares, [["few", 0.5], ["many", 0.999], ["floor", 0.5]]);
});

Deno.test("a distribution is drawn as far as it was kept", () => {
  const distribution = [[0, 1], [0.5, 2], [0.9, 3], [1, 9]] as const;
  const runs = runsOf(documentOf({
    a: { ...BARE, latency: { ...around(2), count: 100, distribution } },
  }));
  const [{ points }] = linesOf(runs, "latency_percentiles").lines;
  assertEquals(points, [{ x: 0, y: 1 }, { x: 0.5, y: 2 }, { x: 0.9, y: 3 }]);
});

Deno.test("a distribution is drawn to its last sample but one, however its share was rounded", () => {
  for (const count of [2, 3, 7, 1000, 12_345]) {
    const samples = Array.from({ length: count }, (_, i) => 1 + i / count);
    const latency = summarize(samples, { distribution: true });
    const [{ points }] = linesOf(
      runsOf(documentOf({ a: { ...BARE, latency } })),
      "latency_percentiles",
    )
      .lines;
    assertAlmostEquals(points.at(-1)?.x ?? 0, 1 - 1 / count, 1e-8);
  }
});

Deno.test("runs stand beside each other: one colour a server, one dash a run", () => {
  const runs = runsNamed({
    before: documentOf({ a: fullResult("a", 2), b: fullResult("b", 1) }),
    after: documentOf({ b: fullResult("b", 3) }),
  });
  const chart = chartOf(runs, "latency");
  const boxes = chart.kind === "boxes" ? chart.boxes : [];
  assertEquals(
    boxes.map(({ name, runIndex, serverIndex }) => [
      name,
      serverIndex,
      runIndex,
    ]),
    [["a, before", 0, 0], ["b, before", 1, 0], ["b, after", 1, 1]],
  );
});

Deno.test("runs of one name are told apart", () => {
  const [run] = runsOf(documentOf({ a: fullResult("a", 1) }));
  const named = (...names: string[]) =>
    runsOf(names.map((name) => ({ ...run, name }))).map(({ name }) => name);
  assertEquals(named("x", "x", "y", "x"), ["x", "x (2)", "y", "x (3)"]);
  assertEquals(named("x", "x", "x (2)"), ["x", "x (3)", "x (2)"]);
});

Deno.test("clients at once are drawn as a line where there were several numbers of them", () => {
  const { concurrent } = fullResult("a", 1);
  if (concurrent === undefined) throw new Error("no concurrent result");
  const scaling = [1, 10, 50].map((connections) => ({
    ...concurrent,
    connections,
    throughput: 1000 * connections,
  }));
  const runs = runsOf(documentOf(
    { a: { ...BARE, concurrent_scaling: scaling } },
    {
      floor: {
        ...FLOOR,
        concurrent_scaling: scaling.map((it) => ({
          ...it,
          throughput: 2000 * it.connections,
        })),
      },
    },
  ));
  const { floors, lines } = linesOf(runs, "concurrency_scaling");
  assertEquals(
    lines.map(({ isFloor = false, points }) => [
      isFloor,
      points.map(({ x, y }) => [x, y]),
    ]),
    [
      [false, [[1, 1000], [10, 10_000], [50, 50_000]]],
      [true, [[1, 2000], [10, 20_000], [50, 100_000]]],
    ],
  );
  assertEquals(floors, []);
  const [table] = sectionOf(runs, "concurrency").tables;
  assertEquals(textOf(table)[1].slice(0, 3), ["a", "1", "1.00 k/s (0.50 ×)"]);
});

Deno.test("servers elsewhere stand beside those on this machine", () => {
  const here = { ...BARE, latency: around(1e-4) };
  const there = { ...BARE, latency: around(1e-2), host: "192.0.2.7:18812" };
  const graph = chartOf(
    runsOf(documentOf({ rpc_threaded: here, rpc_remote: there })),
    "local_and_remote",
  );
  assertEquals(graph.kind === "boxes" && graph.boxes.map(({ name }) => name), [
    "rpc_threaded, here",
    "rpc_remote, at 192.0.2.7:18812",
  ]);
  const ids = reportSections(runsOf(documentOf({ rpc_threaded: here })))
    .flatMap(({ charts }) => charts.map(({ id }) => id));
  assertEquals(ids.includes("local_and_remote"), false);
});

Deno.test("of a server elsewhere, no table tells a multiple of the floor here", () => {
  const { concurrent } = fullResult("a", 1);
  const [table] = sectionOf(
    runsOf(documentOf({
      here: { ...BARE, concurrent },
      there: { ...BARE, concurrent, host: "192.0.2.7:18812" },
    }, { floor: FLOOR })),
    "concurrency",
  ).tables;
  assertEquals(textOf(table).slice(1, 3).map((row) => row[2]), [
    "40.0 k/s (0.40 ×)",
    "40.0 k/s",
  ]);
});

Deno.test("runs of one rate each are points of one line, runs of several are not mixed", () => {
  const loads = (...rates: number[]) =>
    documentOf({
      a: {
        ...BARE,
        load: rates.map((offered_rate) => sampleLoad({ offered_rate })),
      },
    });
  const linesFor = (runs: Readonly<Record<string, ResultDocument>>) =>
    linesOf(runsNamed(runs), "load_answers_by_offered_rate").lines
      .map(({ name, points, runIndex }) => [
        name,
        runIndex,
        points.map(({ x }) => x),
      ]);
  assertEquals(linesFor({ slow: loads(100), fast: loads(200) }), [
    ["a", 0, [100, 200]],
  ]);
  assertEquals(linesFor({ before: loads(200, 100), after: loads(100, 200) }), [
    ["a, before", 0, [100, 200]],
    ["a, after", 1, [100, 200]],
  ]);
});

Deno.test("HTTP's latency tells how much of it is the fetch client", () => {
  const linesFor = (lean: number, fetch = 150e-6) =>
    sectionOf(
      runsOf(documentOf({
        http_threaded: {
          ...BARE,
          latency: around(fetch),
          lean_latency: around(lean),
        },
      })),
      "latency",
    ).lines;
  assertEquals(linesFor(50e-6), [
    "http_threaded: fetch is 67 % of the median latency: 150 µs with it, 50.0 µs with the lean client.",
  ]);
  // Noise can make the lean client seem the slower one; no share is below nothing.
  assertMatch(linesFor(151e-6)[0], /fetch is 0 % of the median/);
  assertMatch(linesFor(0, 0)[0], /fetch is 0 % of the median/);
  assertMatch(linesFor(0)[0], /fetch is 100 % of the median/);
});

Deno.test("errors are told by kind, and a warning is told as it is", () => {
  const { lines, tables } = sectionOf(
    runsOf(documentOf({
      a: {
        ...BARE,
        metadata: {
          errors: [{ kind: "TimeoutError", count: 1234, examples: ["a", "b"] }],
        },
      },
    }, { warnings: ["rpc_forking: did not start"] })),
    "problems",
  );
  assertEquals(lines, ["rpc_forking: did not start"]);
  assertEquals(tables.map(textOf), [[
    ["server", "kind", "count", "examples"],
    ["a", "TimeoutError", "1,234", "a; b"],
  ]]);
});

Deno.test("of a message as long as a page, the beginning is told", () => {
  const examples = ["x".repeat(100_000)];
  const errors = [{ kind: "Error", count: 1, examples }];
  const [table] = sectionOf(
    runsOf(documentOf({ a: { ...BARE, metadata: { errors } } })),
    "problems",
  ).tables;
  assertEquals(textOf(table)[1][3], `${"x".repeat(499)}…`);
});
