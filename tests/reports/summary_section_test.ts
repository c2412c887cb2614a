import { summarySection } from "../../reports/sections/summary.ts";
import { assertEquals } from "@std/assert";
import {
  INTERRUPTED,
  type ServerResult,
  summarize,
  type Summary,
} from "../../benchmarks/mod.ts";
import { runsOf } from "../../reports/mod.ts";
import { BARE, documentOf, FLOOR, fullResult } from "./_sample_document.ts";
import { sampleLoad } from "./_sample_load.ts";
import { runsNamed, sectionOf, textOf } from "./_sections_of.ts";

/** Latencies from `from` to `to`, evenly. */
function evenly(from: number, to: number, count = 100): Summary {
  return summarize(
    Array.from({ length: count }, (_, i) => from + (to - from) * i / count),
  );
}

/** The first verdict on two servers. */
function verdictOn(a: Partial<ServerResult>, b: Partial<ServerResult>) {
  const runs = runsOf(
    documentOf({ a: { ...BARE, ...a }, b: { ...BARE, ...b } }),
  );
  return textOf(sectionOf(runs, "summary").tables[0])[1];
}

Deno.test("the summary says who wins at what, by how much", () => {
  const { lines, tables } = sectionOf(
    runsOf(documentOf({
      rpc: { ...BARE, latency: evenly(80e-6, 81e-6) },
      http: { ...BARE, latency: evenly(160e-6, 162e-6) },
    }, { floor: FLOOR })),
    "summary",
  );
  assertEquals(lines, ["rpc is best at 2 of 2."]);
  assertEquals(tables.map(({ title }) => title), ["Who wins", "Comparison"]);
  assertEquals(textOf(tables[0]).slice(0, 2), [
    ["", "best", "at", "ahead of", "by", "how sure"],
    ["Latency, median", "rpc", "80.5 µs", "http", "2.00 ×", "sure"],
  ]);
  assertEquals(textOf(tables[1])[1], [
    "Latency, median",
    "70.0 µs",
    "80.5 µs (1.15 ×)",
    "161 µs (2.30 ×)",
  ]);
});

Deno.test("a win is sure where the medians' intervals are apart", () => {
  const verdict = (a: Summary, b: Summary) =>
    verdictOn({ latency: a }, { latency: b }).slice(4);
  assertEquals(verdict(evenly(1, 2), evenly(2, 3)), ["1.67 ×", "sure"]);
  assertEquals(verdict(evenly(1, 9, 9), evenly(1.5, 9.5, 9)), [
    "1.11 ×",
    "not sure",
  ]);
  assertEquals(verdict(evenly(1, 2, 5), evenly(2, 3, 5)), [
    "1.71 ×",
    "not known",
  ]);
});

Deno.test("values within 5 % of each other are a tie, and so are two servers that answered nothing", () => {
  const close = verdictOn(
    { latency: evenly(1, 2) },
    { latency: evenly(1.02, 2.02) },
  );
  assertEquals(close.slice(1), ["a", "1.50 s", "b", "a tie"]);
  const { concurrent } = fullResult("dead", 1);
  if (concurrent === undefined) throw new Error("no concurrent result");
  const dead = { ...concurrent, latency: undefined, throughput: 0 };
  assertEquals(
    verdictOn({ concurrent: dead }, { concurrent: dead }),
    ["Concurrent throughput", "a", "0.00 /s", "b", "a tie"],
  );
});

Deno.test("one server alone is compared with the floor, or with nothing", () => {
  const alone = { a: fullResult("a", 1) };
  assertEquals(summarySection(runsOf(documentOf(alone))).tables, []);
  const [table] =
    sectionOf(runsOf(documentOf(alone, { floor: FLOOR })), "summary").tables;
  assertEquals(textOf(table)[2], [
    "Latency, median",
    "70.0 µs",
    "80.0 µs (1.14 ×)",
  ]);
});

Deno.test("several runs are compared server by server, with the first", () => {
  const { lines, tables } = sectionOf(
    runsNamed({
      before: documentOf({
        a: { ...BARE, latency: evenly(2, 3) },
        gone: { ...BARE, latency: evenly(2, 3) },
      }),
      after: documentOf({ a: { ...BARE, latency: evenly(1, 2) } }),
    }),
    "summary",
  );
  assertEquals(lines, ["after is best at 2 of 2."]);
  assertEquals(tables.map(({ title }) => title), [
    "Who wins",
    "a, run by run",
    "gone, run by run",
  ]);
  assertEquals(textOf(tables[0])[1], [
    "a: Latency, median",
    "after",
    "1.50 s",
    "before",
    "1.67 ×",
    "sure",
  ]);
  assertEquals(textOf(tables[1]).slice(0, 2), [
    ["", "before", "after"],
    ["Latency, median", "2.50 s", "1.50 s (0.60 ×)"],
  ]);
});

Deno.test("the summary counts wins and ties", () => {
  const linesOf = (a: Partial<ServerResult>, b: Partial<ServerResult>) =>
    sectionOf(
      runsOf(documentOf({ a: { ...BARE, ...a }, b: { ...BARE, ...b } })),
      "summary",
    ).lines;
  const slow = { ...evenly(2, 3), p99: 9 };
  assertEquals(
    linesOf(
      { latency: evenly(1, 2), connection_time: slow },
      { latency: slow, connection_time: slow },
    ),
    ["a is best at 2 of 3; 1 is a tie."],
  );
  assertEquals(
    linesOf({ connection_time: slow }, { connection_time: slow }),
    ["All are ties."],
  );
});

Deno.test("what makes numbers doubtful comes first", () => {
  const { lines } = sectionOf(
    runsOf(documentOf(
      {
        a: { ...BARE, failed_requests: 12, total_requests: 1000 },
        b: { ...BARE, load: [{ ...sampleLoad(), interrupted: true }] },
      },
      { warnings: [INTERRUPTED] },
    )),
    "summary",
  );
  assertEquals(lines, [
    "The run was interrupted: the results are not complete.",
    "a: 12 of 1,000 requests failed.",
    "The load was interrupted.",
    "1 warning, at the end.",
  ]);
  assertEquals(sectionOf(runsOf(documentOf({})), "summary").lines, [
    "No server was measured.",
  ]);
});

Deno.test("of many servers with failures, only the sum is told", () => {
  const failing = { ...BARE, failed_requests: 3, total_requests: 4 };
  const servers = { a: failing, b: failing, c: failing, d: failing };
  assertEquals(sectionOf(runsOf(documentOf(servers)), "summary").lines, [
    "12 requests of 4 servers failed.",
  ]);
});

Deno.test("what was asked something else is not compared", () => {
  const bandwidth = (size: number, upload: number) => ({
    ...BARE,
    bandwidth_by_size: [{ size, upload: evenly(upload, 1.01 * upload) }],
  });
  const { tables: [verdicts, table] } = sectionOf(
    runsNamed({
      small: documentOf({ a: bandwidth(1024, 1e6) }),
      large: documentOf({ a: bandwidth(1024 ** 2, 1e9) }),
      larger: documentOf({ a: bandwidth(1024 ** 2, 2e9) }),
      alone: documentOf({ a: bandwidth(1024 ** 3, 3e9) }),
    }),
    "summary",
  );
  assertEquals(textOf(verdicts).slice(1), [[
    "a: Upload, largest size: 1 MiB",
    "larger",
    "2.01 GB/s",
    "large",
    "2.00 ×",
    "sure",
  ]]);
  assertEquals(textOf(table)[1], [
    "Upload, largest size",
    "1.00 MB/s",
    "1.00 GB/s",
    "2.01 GB/s",
    "3.01 GB/s",
  ]);
});

Deno.test("loads that were not the same are not compared, nor clients that were more", () => {
  const load = sampleLoad();
  const concurrent = fullResult("a", 1).concurrent;
  const ranked = (a: Partial<ServerResult>, b: Partial<ServerResult>) =>
    sectionOf(
      runsOf(documentOf({ a: { ...BARE, ...a }, b: { ...BARE, ...b } })),
      "summary",
    ).tables.map(({ title }) => title);
  assertEquals(ranked({ load: [load] }, { load: [load] })[0], "Who wins");
  const other = { ...load, connections: load.connections + 1 };
  assertEquals(ranked({ load: [load] }, { load: [other] }), ["Comparison"]);
  if (concurrent === undefined) throw new Error("no concurrent result");
  assertEquals(ranked({ concurrent }, { concurrent })[0], "Who wins");
  const more = { ...concurrent, connections: 11 };
  assertEquals(ranked({ concurrent }, { concurrent: more }), ["Comparison"]);
});

Deno.test("a server elsewhere has no multiple of the floor here, and none has one of another size's", () => {
  const a = fullResult("a", 1);
  const cells = (result: ServerResult, floor = FLOOR) =>
    textOf(
      sectionOf(runsOf(documentOf({ a: result }, { floor })), "summary")
        .tables[0],
    ).slice(1).map((row) => row[2]);
  const hasMultiple = (text: string) => text.includes("×");
  assertEquals(cells(a).filter(hasMultiple).length, 4);
  const elsewhere = { ...a, host: "192.0.2.7:18812" };
  assertEquals(cells(elsewhere).filter(hasMultiple), []);
  assertEquals(
    cells(a, { ...FLOOR, transfer_size: 1, connections: 64 })
      .filter(hasMultiple).length,
    1,
  );
});

Deno.test("who answered something is not infinitely better than who answered nothing", () => {
  const { concurrent } = fullResult("a", 1);
  if (concurrent === undefined) throw new Error("no concurrent result");
  const dead = { ...concurrent, latency: undefined, throughput: 0 };
  assertEquals(verdictOn({ concurrent }, { concurrent: dead }), [
    "Concurrent throughput",
    "a",
    "40.0 k/s",
    "b",
    "not known",
  ]);
});
