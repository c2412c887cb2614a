import { assertEquals } from "@std/assert";
import type { Summary } from "../../benchmarks/mod.ts";
import { summarize } from "../../benchmarks/mod.ts";
import { runsOf } from "../../reports/mod.ts";
import { BARE, documentOf, FLOOR, fullResult } from "./_sample_document.ts";
import { runsNamed, sectionOf, textOf } from "./_sections_of.ts";

/** Latencies from `from` to `to`, evenly. */
function evenly(from: number, to: number, count = 100): Summary {
  return summarize(
    Array.from({ length: count }, (_, i) => from + (to - from) * i / count),
  );
}

Deno.test("the summary says who wins at what, by how much", () => {
  const { lines, tables } = sectionOf(
    runsOf(documentOf({
      rpc: { ...BARE, latency: evenly(80e-6, 81e-6) },
      http: { ...BARE, latency: evenly(160e-6, 162e-6) },
    }, { floor: FLOOR })),
    "summary",
  );
  assertEquals(
    lines[0].slice(0, 67),
    "Latency, median: rpc is lowest at 80.5 µs, 2.00 × better than http ",
  );
  assertEquals(textOf(tables[0])[1], [
    "Latency, median",
    "70.0 µs",
    "80.5 µs (1.15 ×)",
    "161 µs (2.30 ×)",
  ]);
});

Deno.test("a win is sure where the medians' intervals are apart", () => {
  const verdict = (a: Summary, b: Summary) =>
    sectionOf(
      runsOf(
        documentOf({ a: { ...BARE, latency: a }, b: { ...BARE, latency: b } }),
      ),
      "summary",
    ).lines[0];
  assertEquals(
    verdict(evenly(1, 2), evenly(2, 3)),
    "Latency, median: a is lowest at 1.50 s, 1.67 × better than b (sure)",
  );
  assertEquals(
    verdict(evenly(1, 9, 9), evenly(1.5, 9.5, 9)),
    "Latency, median: a is lowest at 4.56 s, 1.11 × better than b (not sure)",
  );
  const { p25: _p25, ...old } = evenly(1, 2);
  assertEquals(
    verdict(old, evenly(2, 3)),
    "Latency, median: a is lowest at 1.50 s, 1.67 × better than b",
  );
});

Deno.test("values within 5 % of each other are a tie, and so are two servers that answered nothing", () => {
  const lines = (a: Summary, b: Summary) =>
    sectionOf(
      runsOf(
        documentOf({ a: { ...BARE, latency: a }, b: { ...BARE, latency: b } }),
      ),
      "summary",
    ).lines;
  assertEquals(
    lines(evenly(1, 2), evenly(1.02, 2.02))[0],
    "Latency, median: a and b are within 5 % of each other, at 1.50 s",
  );
  const { concurrent } = fullResult("dead", 1);
  if (concurrent === undefined) throw new Error("no concurrent result");
  const dead = {
    ...BARE,
    concurrent: { ...concurrent, latency: undefined, throughput: 0 },
  };
  assertEquals(
    sectionOf(runsOf(documentOf({ a: dead, b: dead })), "summary").lines,
    ["Concurrent throughput: a and b are within 5 % of each other, at 0.00 /s"],
  );
});

Deno.test("one server alone is compared with the floor, or with nothing", () => {
  const alone = { a: fullResult("a", 1) };
  assertEquals(sectionOf(runsOf(documentOf(alone)), "summary").tables, []);
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
  assertEquals(
    lines[0],
    "a: Latency, median: after is lowest at 1.50 s, 1.67 × better than before (sure)",
  );
  assertEquals(tables.map(({ title }) => title), [
    "a, run by run",
    "gone, run by run",
  ]);
  assertEquals(textOf(tables[0]).slice(0, 2), [
    ["", "before", "after"],
    ["Latency, median", "2.50 s", "1.50 s (0.60 ×)"],
  ]);
});

Deno.test("what makes numbers doubtful comes first", () => {
  const { lines } = sectionOf(
    runsOf(documentOf(
      { a: { ...BARE, failed_requests: 12 } },
      { warnings: ["interrupted"] },
    )),
    "summary",
  );
  assertEquals(lines, ["12 requests failed.", "1 warning, at the end."]);
  assertEquals(sectionOf(runsOf(documentOf({})), "summary").lines, [
    "No server was measured.",
  ]);
});
