import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type AbRecord,
  INTERRUPTED,
  type ResultDocument,
  type ServerResult,
} from "../../../benchmarks/mod.ts";
import { EVERYTHING } from "../../reports/_everything.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "../../reports/_sample_document.ts";
import { judge, outcomes, serverOf, THREADED } from "./_judged.ts";

/** An experiment of which nothing is known. */
const AB: AbRecord = {
  a: "a",
  b: "b",
  metrics: [],
  decided_by: "latency.median",
  precision: 0.02,
  max_time: 300,
  seed: 1,
  ended: "out_of_time",
  blocks: [],
};

/** Why a document cannot be judged by a budget. */
function reasonOf(document: ResultDocument, budget: string): string {
  const [result] = judge(document, budget);
  assert(result.outcome === "not_judged", `${budget} was judged`);
  return result.reason;
}

Deno.test("a multiple of what is not there, not one, or of another kind never passes", () => {
  const document = documentOf({
    a: fullResult("a", 2),
    b: fullResult("b", 4),
    far: { ...fullResult("far", 1), host: "192.0.2.7:18812" },
  }, { floor: FLOOR });
  const reasons: Readonly<Record<string, string>> = {
    "concurrent.throughput>1x floor":
      "there is no metric floor.concurrent.throughput; the nearest are floor.throughput",
    "a.latency.median<2x c.latency.median":
      "there is no metric c.latency.median",
    "floor.latency.median<2x latency.median":
      "there are several latency.median",
    "a.latency.median<2x floor.throughput":
      "latency.median is in s, and floor.throughput in 1/s",
    "far.latency.median<2x floor": "far is elsewhere",
  };
  for (const [budget, says] of Object.entries(reasons)) {
    assertStringIncludes(reasonOf(document, budget), says);
  }
  assertStringIncludes(
    reasonOf(documentOf({ a: fullResult("a", 1) }), "latency.p99<2x floor"),
    "there is no metric floor.latency.p99",
  );
});

Deno.test("a budget that no metric matches fails, and names the nearest", () => {
  const nearest: Readonly<Record<string, string>> = {
    "latency.p98<1s": "latency.p9",
    "latency<1s": "latency.mean, latency.median, latency.min",
    "rpc_thread.latency.p99<1s": "rpc_threaded.latency.p99",
    "latencies.p99<1s": "latency.p99",
    "load.response_times.p99<1s": "load.response_time.p99",
  };
  for (const [budget, says] of Object.entries(nearest)) {
    assertStringIncludes(reasonOf(EVERYTHING, budget), says);
  }
  assertStringIncludes(
    reasonOf(documentOf({}), "latency.p99<1s"),
    "there is no metric latency.p99",
  );
});

Deno.test("a metric of another kind than the limit fails", () => {
  const results = judge(EVERYTHING, "*upload_bandwidth.p*<1s");
  assert(results.length > 0);
  for (const result of results) {
    assert(result.outcome === "not_judged");
    assertStringIncludes(result.reason, "takes B/s");
  }
});

Deno.test("what is no number keeps no budget", () => {
  const document = documentOf({
    a: { ...BARE, latency: { ...around(1), p99: NaN } },
  });
  for (const operator of ["<", ">", "<=", ">=", "=="]) {
    assertEquals(outcomes(document, `latency.p99${operator}1s`), {
      "a:latency.p99": "broken",
    });
  }
});

Deno.test("a run that is not complete does not pass, whatever it has measured", () => {
  const [load] = THREADED.load ?? [];
  const servers = { a: serverOf(1) };
  const incomplete: readonly ResultDocument[] = [
    documentOf(servers, { warnings: [INTERRUPTED] }),
    documentOf(servers, { failures: ["rpc_forking: it died"] }),
    documentOf({ a: { ...servers.a, load: [{ ...load, interrupted: true }] } }),
    documentOf(servers, { ab: { ...AB, ended: "interrupted" } }),
    documentOf(servers, { ab: { ...AB, ended: "no_answers" } }),
  ];
  for (const document of incomplete) {
    assertEquals(
      judge(document, "latency.p99<1s").map(({ outcome }) => outcome),
      ["kept", "not_judged"],
    );
  }
  assertEquals(judge(incomplete[0]), []);
  assertEquals(
    judge(documentOf(servers, { ab: AB }), "latency.p99<1s").length,
    1,
  );
});

Deno.test("a server whose requests failed is not passed over", () => {
  const failing = { ...BARE, total_requests: 20, failed_requests: 20 };
  const document = documentOf({ a: serverOf(1), failing, bare: BARE });
  const [kept, lost, ...others] = judge(document, "latency.median<1s");
  assertEquals([kept.server, kept.outcome, others], ["a", "kept", []]);
  assert(lost.outcome === "not_judged");
  assertEquals(
    lost.reason,
    "failing has no latency.median, and 20 of its 20 requests failed",
  );
  assertEquals(judge(document, "a.latency.p99<1s").length, 1);
  assertEquals(
    reasonOf(documentOf({ failing }), "failing.latency.median<1s"),
    "there is no metric failing.latency.median; the nearest are " +
      "failing.duration, failing.total_requests, failing.failed_requests; " +
      "20 of 20 requests of failing failed",
  );
  assertEquals(judge(document, "warnings.count==0").length, 1);
});

Deno.test("a load, a case or a step without one answer is not passed over", () => {
  const failed = { failed_requests: 9, total_requests: 9, success_rate: 0 };
  const { concurrent, ...full } = fullResult("a", 1);
  assert(concurrent !== undefined);
  const { latency: _, ...unanswered } = { ...concurrent, ...failed };
  const lostOf = (server: ServerResult, budget: string) =>
    judge(documentOf({ a: fullResult("a", 1), b: server }), budget)
      .flatMap((it) => it.outcome === "not_judged" ? [it.reason] : []);

  const counts = { total_requests: 1009, failed_requests: 9 };
  const atOnce = { ...full, ...counts, concurrent: unanswered };
  assertEquals(lostOf(atOnce, "concurrent.latency.p99<1s"), [
    "b has no concurrent.latency.p99, and 9 of its 9 requests failed",
  ]);
  const steps = {
    ...full,
    ...counts,
    concurrent_scaling: [concurrent, { ...unanswered, connections: 500 }],
  };
  const lost = [
    "b has no concurrent_scaling.500.latency.p99, and 9 of its 9 requests failed",
  ];
  assertEquals(lostOf(steps, "concurrent_scaling.*.latency.p99<1s"), lost);
  assertEquals(lostOf(steps, "b.*.latency.p99<1s"), lost);
  assertEquals(lostOf(steps, "concurrent_scaling.10.latency.p99<1s"), []);

  const [load] = THREADED.load ?? [];
  const { response_time: __, ...silent } = { ...load, ...failed, threads: 2 };
  const loads = { ...BARE, ...counts, load: [load, silent] };
  const [reason, ...others] = lostOf(loads, "load.response_time.p99<1s");
  assertStringIncludes(reason, "threads=2].response_time.p99, and 9 of its 9");
  assertEquals(others, []);
  for (const again of [[load, silent], [silent, load]]) {
    const twice = again.map((it) => ({ ...it, threads: 1 }));
    const server = { ...BARE, ...counts, load: twice };
    assertEquals(lostOf(server, "load.response_time.p99<1s").length, 1);
  }
  // Some were answered: it lacks that for another reason.
  const { waiting_time: ___, ...closed } = { ...silent, failed_requests: 8 };
  const waited = { ...BARE, ...counts, load: [load, closed] };
  assertEquals(lostOf(waited, "load.waiting_time.p99<1m"), []);
});
