import { assert, assertEquals, assertMatch } from "@std/assert";
import type { ConcurrentResult, Summary } from "../../benchmarks/mod.ts";
import { type BarChart, runsOf } from "../../reports/mod.ts";
import type { Run } from "../../reports/mod.ts";
import { sampleCase } from "./_sample_case.ts";
import { around, BARE, documentOf, fullResult } from "./_sample_document.ts";
import { sampleLoad } from "./_sample_load.ts";
import { chartOf, linesOf, sectionOf, textOf } from "./_sections_of.ts";

/** A summary whose every figure is another. */
const SPREAD: Summary = {
  mean: 5,
  median: 4,
  min: 1,
  max: 9,
  stdev: 2,
  p25: 3,
  p75: 6,
  p90: 7,
  p95: 7.5,
  p99: 8,
  p999: 8.5,
  count: 1000,
};

function barsOf(runs: readonly Run[], id: string): BarChart {
  const chart = chartOf(runs, id);
  assert(chart.kind === "bars");
  return chart;
}

Deno.test("what depends on the payload is drawn as medians, from p25 to p75", () => {
  const runs = runsOf(documentOf({
    a: {
      ...BARE,
      latency_by_size: [{ size: 64, latency: SPREAD }],
      bandwidth_by_size: [{ size: 64, upload: SPREAD, download: SPREAD }],
    },
  }));
  const point = { x: 64, y: 4, low: 3, high: 6 };
  const drawn = (id: string) =>
    linesOf(runs, id).lines.map(({ points }) => points);
  assertEquals(drawn("latency_by_payload_size"), [[point]]);
  assertEquals(drawn("bandwidth_by_payload_size"), [[point], [point]]);
});

Deno.test("latency by number of clients is drawn as median and p99", () => {
  const of = (connections: number): ConcurrentResult => ({
    connections,
    total_requests: 1000,
    failed_requests: 0,
    success_rate: 1,
    throughput: 100,
    duration: 10,
    latency: SPREAD,
  });
  const runs = runsOf(
    documentOf({ a: { ...BARE, concurrent_scaling: [of(1), of(8)] } }),
  );
  assertEquals(
    linesOf(runs, "concurrency_latency").lines.map(({ name, points }) => [
      name,
      points.map(({ x, y }) => [x, y]),
    ]),
    [
      ["a, median", [[1, 4], [8, 4]]],
      ["a, p99", [[1, 8], [8, 8]]],
    ],
  );
});

Deno.test("use of the machine is a share of it, and transfers are bytes per second", () => {
  const runs = runsOf(documentOf({ a: fullResult("a", 1) }));
  assertEquals(barsOf(runs, "machine_usage").series[0].values, [
    0.615,
    0.9825,
    0.205,
    0.2175,
  ]);
  // 1.5 MiB in 2 ms.
  assertEquals(barsOf(runs, "transfers").series[0].values[0], 786_432_000);
});

Deno.test("a load is drawn at the middle of each second, its failures per second", () => {
  const load = sampleLoad({
    series: [
      { at: 0, duration: 2, rate: 10, p50: 1, p99: 2, errors: 6 },
      { at: 2, duration: 1, rate: 20, p50: 3, p99: 5, errors: 0 },
      { at: 3, duration: 1, rate: 30, p50: 1, p99: 4, errors: 0 },
    ],
  });
  const runs = runsOf(documentOf({ a: { ...BARE, load: [load] } }));
  assertEquals(
    linesOf(runs, "load_answers").lines.map(({ points }) =>
      points.map(({ x, y }) => [x, y])
    ),
    [
      [[1, 10], [2.5, 20], [3.5, 30]],
      [[1, 3], [2.5, 0], [3.5, 0]],
    ],
  );
  assertEquals(
    sectionOf(runs, "load").lines.at(-1),
    "Slowest at 2 s: median 3.00 s, p99 5.00 s.",
  );
});

Deno.test("schedulers are drawn as means, with their standard deviations", () => {
  const ofScheduler = (
    scheduler: "exit_ordered" | undefined,
    throughput: number,
  ) =>
    sampleCase({
      group: "scheduler",
      parameters: { clients: 10, scheduler },
      throughput: around(throughput),
    });
  const runs = runsOf(documentOf({
    a: {
      ...BARE,
      cases: [ofScheduler("exit_ordered", 100), ofScheduler(undefined, 50)],
    },
  }));
  const { categories, series: [{ spreads, values }] } = barsOf(
    runs,
    "schedulers",
  );
  assertEquals(categories, ["exit ordered", "none"]);
  assertEquals(values, [around(100).mean, around(50).mean]);
  assertEquals(spreads, [around(100).stdev, around(50).stdev]);
});

Deno.test("an error of a load that the server's list has too is told once", () => {
  const errors = [{ kind: "timeout", count: 8, examples: ["late"] }];
  const other = { kind: "refused", count: 1, examples: ["closed"] };
  const [table] = sectionOf(
    runsOf(documentOf({
      a: {
        ...BARE,
        load: [sampleLoad({ errors, connection_errors: [other] })],
        metadata: { errors },
      },
    })),
    "problems",
  ).tables;
  assertEquals(textOf(table).slice(1).map((row) => row[1]), [
    "timeout",
    "refused",
  ]);
});

Deno.test("the time of a method is that of all programs that called it", () => {
  const calling = (...methods: (readonly [name: string, total: number])[]) => ({
    ...BARE,
    remote_calls: {
      statistics: {
        total_calls: 2,
        network_round_trips: 1,
        references_created: 0,
        active_references: 0,
        current_depth: 0,
        max_depth: 1,
        slow_calls: 0,
        mean_call_duration: 1,
        failed_calls: 0,
        bytes_out: 0,
        bytes_in: 0,
        answered_calls: 0,
        methods: methods.map(([name, total]) => ({
          name,
          calls: 1,
          failed: 0,
          total,
          mean: total,
          p50: total,
          p99: total,
          bytes_out: 0,
          bytes_in: 0,
          slow_calls: 0,
          slow_total: 0,
        })),
        answered_methods: [],
      },
      sections: [],
      findings: [],
      calls: [],
    },
  });
  const runs = runsOf(documentOf({
    a: calling(["often", 3], ["once", 4]),
    b: calling(["often", 2]),
  }));
  const { categories, series } = barsOf(runs, "remote_calls");
  // Both together took longer in it than in any other.
  assertEquals(categories, ["often", "once"]);
  assertEquals(series.map(({ values }) => values), [[3, 4], [2, undefined]]);
  assertMatch(
    sectionOf(runs, "remote_calls").lines[0],
    /^a: 2 calls in 1 round trip, .+ 0 failed, 0 were slow, 0 things to mend\.$/,
  );
});
