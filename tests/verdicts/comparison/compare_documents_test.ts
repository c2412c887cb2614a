import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type CaseResult,
  INTERRUPTED,
  type ResultDocument,
  type ServerResult,
  summarize,
} from "../../../benchmarks/mod.ts";
import { seededRandom } from "../../../benchmarks/seeded_random.ts";
import {
  type ComparedMetric,
  compareDocuments,
  type DocumentComparison,
  holm,
} from "../../../verdicts/mod.ts";
import {
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "../../reports/_sample_document.ts";
import { gaussian } from "../ab/_noise_models.ts";
import { dependentSamples, kept, latencyDocument } from "./_samples_of.ts";

/** Runs of a server, each a little slower or faster than the others. */
function runs(count: number, factor: number, seed: number): ResultDocument[] {
  const normal = gaussian(seededRandom(seed));
  return Array.from(
    { length: count },
    () =>
      documentOf({ rpc: fullResult("rpc", factor * (1 + 0.02 * normal())) }),
  );
}

/** Independent samples, so many times as slow as others. */
function samples(times: number, seed: number, count = 500): number[] {
  const normal = gaussian(seededRandom(seed));
  return dependentSamples(count, 0, normal).map((sample) => times * sample);
}

function metricOf(
  { metrics }: DocumentComparison,
  path: string,
): ComparedMetric {
  const metric = metrics.find((metric) => metric.path === path);
  assert(metric !== undefined, `${path} is not compared`);
  return metric;
}

function compareServers(
  base: Partial<ServerResult>,
  next: Partial<ServerResult>,
): DocumentComparison {
  return compareDocuments(
    documentOf({ rpc: { ...BARE, ...base } }),
    documentOf({ rpc: { ...BARE, ...next } }),
  );
}

Deno.test("several runs tell what is worse, which way ever it gets better", () => {
  const comparison = compareDocuments(runs(6, 1, 1), runs(6, 1.4, 2));
  assertEquals(comparison.run_spread, undefined);
  assertEquals(comparison.severity, "critical");
  const latency = metricOf(comparison, "latency.p99");
  assertEquals([latency.verdict, latency.severity], ["worse", "critical"]);
  assertAlmostEquals(latency.change ?? 0, 0.4, 0.05);
  const [low, high] = latency.interval ?? [0, 0];
  assert(low > 0.3 && low < 0.4 && high > 0.4 && high < 0.5);
  assertEquals(latency.test?.kind, "welch");
  assertEquals(latency.test?.effect?.magnitude, "large");
  const throughput = metricOf(comparison, "concurrent.throughput");
  assertEquals([throughput.better, throughput.verdict], ["more", "worse"]);
  assert((throughput.change ?? 0) < 0);
  const back = compareDocuments(runs(6, 1.4, 2), runs(6, 1, 1));
  assertEquals(metricOf(back, "latency.p99").verdict, "better");
  assertEquals(back.severity, "none");
});

Deno.test("a tenth worse warns, a quarter is critical, less is only worse", () => {
  const severities = [1.05, 1.15, 1.35].map((factor) =>
    metricOf(
      compareDocuments(runs(20, 1, 1), runs(20, factor, 2)),
      "latency.p99",
    )
  ).map(({ severity, verdict }) => [verdict, severity]);
  assertEquals(severities, [
    ["worse", "none"],
    ["worse", "warning"],
    ["worse", "critical"],
  ]);
});

Deno.test("all that is tested is corrected for how much that is", () => {
  const { metrics } = compareDocuments(runs(3, 1, 1), runs(3, 1.03, 2));
  const tests = metrics.flatMap(({ test }) => test ?? []);
  assertEquals(
    tests.map(({ p_corrected }) => p_corrected),
    holm(tests.map(({ p }) => p)),
  );
  assert(tests.length > 10);
});

Deno.test("runs of the same do not differ", () => {
  const { metrics, severity } = compareDocuments(runs(5, 1, 1), runs(5, 1, 2));
  assertEquals(severity, "none");
  assert(metrics.length > 10);
  for (const { path, verdict } of metrics) {
    assertEquals([path, verdict], [path, "no_difference"]);
  }
});

Deno.test("a change of less than 1 % is negligible, however sure it is", () => {
  const exact = (latency: number) =>
    Array.from({ length: 5 }, (_, i) =>
      documentOf({
        rpc: {
          ...BARE,
          connection_time: summarize([latency * (1 + 1e-5 * i)]),
        },
      }));
  const metric = metricOf(
    compareDocuments(exact(1e-3), exact(1.003e-3)),
    "connection_time.median",
  );
  assert((metric.test?.p_corrected ?? 1) < 1e-6);
  assertEquals([metric.verdict, metric.reason], [
    "no_difference",
    "negligible",
  ]);
});

Deno.test("runs that are many times as slow are told however differently slow they are", () => {
  const of = (...latencies: number[]) =>
    latencies.map((latency) =>
      documentOf({ rpc: { ...BARE, latency: summarize([latency]) } })
    );
  const { base, change, interval, next, verdict } = metricOf(
    compareDocuments(of(1e-4, 2e-4, 4e-4), of(4e-3, 8e-3, 16e-3)),
    "latency.median",
  );
  assertEquals(verdict, "worse");
  // The geometric means, whose ratio is the change.
  assertAlmostEquals(base, 2e-4);
  assertAlmostEquals(next, 8e-3);
  assertAlmostEquals(change ?? 0, 39);
  assert((interval?.[0] ?? 0) > 0);
});

Deno.test("one run is compared with several by how these differ", () => {
  const base = runs(6, 1, 1);
  const slow = metricOf(
    compareDocuments(base, runs(1, 1.5, 3)),
    "latency.median",
  );
  assertEquals([slow.verdict, slow.test?.kind], [
    "worse",
    "one_against_several",
  ]);
  const fast = compareDocuments(runs(1, 1.5, 3), base);
  assertEquals(metricOf(fast, "latency.median").verdict, "better");
  const same = compareDocuments(base, runs(1, 1, 4));
  assertEquals(metricOf(same, "latency.median").verdict, "no_difference");
});

Deno.test("of one run on each side, samples are compared", () => {
  const comparison = compareDocuments(
    latencyDocument(samples(1, 1)),
    latencyDocument(samples(1.5, 2)),
  );
  const median = metricOf(comparison, "latency.median");
  assertEquals([median.verdict, median.severity], ["worse", "critical"]);
  assertEquals(median.test?.kind, "mann_whitney");
  assertAlmostEquals(median.change ?? 0, 0.5, 0.05);
  const tail = metricOf(comparison, "latency.p99");
  assertEquals([tail.verdict, tail.test?.kind], ["worse", "percentile"]);
});

Deno.test("outliers do not hide how much samples depend on each other", () => {
  const normal = gaussian(seededRandom(1));
  const [base, next] = [1, 2].map(() =>
    dependentSamples(500, 0.8, normal).map((sample, i) =>
      i % 100 === 50 ? 1e4 * sample : sample
    )
  );
  const { test } = metricOf(
    compareDocuments(latencyDocument(base), latencyDocument(next)),
    "latency.median",
  );
  assert(test !== undefined && test.base_count < 150 && test.next_count < 150);
});

Deno.test("what is small beside the spread is negligible, however sure it is", () => {
  // Latencies from 10 µs to 1 ms, of which a typical one is a quarter slower.
  const wide = (times: number, seed: number) =>
    latencyDocument(
      samples(1, seed).map((sample) => times * 1e-4 * (sample / 1e-4) ** 5),
    );
  const { reason, test } = metricOf(
    compareDocuments(wide(1, 1), wide(1.25, 2)),
    "latency.median",
  );
  assertEquals([reason, test?.effect?.magnitude], ["negligible", "negligible"]);
});

Deno.test("what one run on each side may differ by without any change is none", () => {
  const comparison = (times: number, meta = {}) =>
    metricOf(
      compareDocuments(
        latencyDocument(samples(1, 1), { floor: FLOOR }),
        latencyDocument(samples(times, 2), { floor: FLOOR, ...meta }),
      ),
      "latency.median",
    );
  assertEquals(comparison(1.07).reason, "within_run_spread");
  assertEquals(comparison(1.3).verdict, "worse");
  // The same code was slower too: the machine was.
  const slower = { ...FLOOR, throughput: FLOOR.throughput / 1.4 };
  assertEquals(comparison(1.3, { floor: slower }).reason, "within_run_spread");
  assertEquals(comparison(2, { floor: slower }).verdict, "worse");
});

Deno.test("what a few percent of requests lose, the 99th percentile shows", () => {
  const ordinary = samples(1, 1);
  const paused = samples(1, 2).map((sample, i) =>
    i % 25 === 0 ? 10 * sample : sample
  );
  const comparison = compareDocuments(
    latencyDocument(ordinary),
    latencyDocument(paused),
  );
  assertEquals(metricOf(comparison, "latency.p99").verdict, "worse");
  assertEquals(metricOf(comparison, "latency.median").verdict, "no_difference");
});

Deno.test("metrics that scatter tell that runs differ, one change of all does not", () => {
  const spread = (...factors: number[]) => {
    const concurrent_scaling = factors.map((factor, i) => ({
      connections: i + 1,
      total_requests: 100,
      failed_requests: 0,
      success_rate: 1,
      throughput: 1000 * factor,
      duration: 1,
    }));
    return compareServers(
      {
        concurrent_scaling: concurrent_scaling.map((entry) => ({
          ...entry,
          throughput: 1000,
        })),
      },
      { concurrent_scaling },
    ).run_spread ?? NaN;
  };
  const twelve = Array.from({ length: 12 }, (_, i) => i);
  assertAlmostEquals(spread(...twelve.map(() => 2)), 0.1);
  // Each is a tenth off the middle one: two standard deviations by the median distance.
  const scattered = spread(...twelve.map((i) => i % 2 === 0 ? 2.2 : 2 / 1.1));
  assertAlmostEquals(scattered, Math.expm1(2 * 1.4826 * Math.log(1.1)));
});

Deno.test("a number that a run has once tells nothing, nor do a few samples", () => {
  const comparison = compareDocuments(runs(1, 1, 1), runs(1, 3, 2));
  assertEquals(
    new Set(
      comparison.metrics.map(({ path, verdict }) =>
        path === "success_rate" ? "requests" : verdict
      ),
    ),
    new Set(["requests", "too_few_samples"]),
  );
  const { change, test } = metricOf(comparison, "concurrent.throughput");
  assertEquals(test, undefined);
  assert((change ?? 0) < -0.6);
});

Deno.test("iterations of cases are compared by their means", () => {
  const ofCase = (...throughputs: number[]): CaseResult => ({
    scenario: "throughput",
    group: "client_count",
    parameters: { clients: 10, payload_size: 64 },
    iterations: [],
    throughput: summarize(throughputs),
    total_requests: 0,
    failed_requests: 0,
  });
  const path = "cases.client_count[clients=10,payload_size=64].throughput.mean";
  const { verdict, test } = metricOf(
    compareServers(
      { cases: [ofCase(1000, 1010, 990, 1005)] },
      { cases: [ofCase(600, 610, 590, 605)] },
    ),
    path,
  );
  assertEquals([verdict, test?.kind, test?.base_count], ["worse", "welch", 4]);
  const alone = compareServers({ cases: [ofCase(1000)] }, {
    cases: [ofCase(600)],
  });
  assertEquals(metricOf(alone, path).verdict, "too_few_samples");
});

Deno.test("requests that fail are counted, and few of them are severe", () => {
  const requests = (failed_requests: number) => ({
    total_requests: 2000,
    failed_requests,
    success_rate: 1 - failed_requests / 2000,
  });
  const rate = (failed: number) => {
    const { severity, verdict } = metricOf(
      compareServers(requests(0), requests(failed)),
      "success_rate",
    );
    return [verdict, severity];
  };
  assertEquals(rate(1), ["no_difference", "none"]);
  assertEquals(rate(15), ["worse", "none"]);
  assertEquals(rate(40), ["worse", "warning"]);
  assertEquals(rate(400), ["worse", "critical"]);
});

Deno.test("requests that failed in one run of several are no mood of the machine", () => {
  const of = (...failures: number[]) =>
    failures.map((failed_requests) =>
      documentOf({
        rpc: {
          ...BARE,
          total_requests: 1000,
          failed_requests,
          success_rate: 1 - failed_requests / 1000,
        },
      })
    );
  const { change, severity, test, verdict } = metricOf(
    compareDocuments(of(0, 0, 0), of(0, 800, 0)),
    "success_rate",
  );
  assertEquals([verdict, severity], ["worse", "critical"]);
  assertAlmostEquals(change ?? NaN, -800 / 3000);
  assertEquals([test?.kind, test?.base_count], ["fisher", 3000]);
});

Deno.test("what is lost is critical, as what is not complete", () => {
  const base = documentOf({
    rpc: fullResult("rpc", 1),
    http: fullResult("http", 1),
  });
  const dead = compareDocuments(
    base,
    documentOf({ rpc: fullResult("rpc", 1) }),
  );
  assertEquals(
    new Set(dead.lost.map(({ server }) => server)),
    new Set(["http"]),
  );
  assertEquals(dead.severity, "critical");
  const back = compareDocuments(
    documentOf({ rpc: fullResult("rpc", 1) }),
    base,
  );
  assertEquals([back.lost, back.severity], [[], "none"]);
  assertEquals(back.added.length, dead.lost.length);
  const { concurrent: _lost, ...rest } = fullResult("rpc", 1);
  const half = compareDocuments(
    documentOf({ rpc: fullResult("rpc", 1) }),
    documentOf({ rpc: rest }),
  );
  assert(half.lost.some(({ path }) => path === "concurrent.throughput"));
  const interrupted = compareDocuments(
    runs(1, 1, 1),
    documentOf({ rpc: fullResult("rpc", 1) }, { warnings: [INTERRUPTED] }),
  );
  assertEquals(interrupted.next.incompleteness, [INTERRUPTED]);
  assertEquals(interrupted.severity, "critical");
});

Deno.test("what differs about how both sides were measured is told, ports and a little memory are not", () => {
  const measured = (config: Record<string, unknown>, meta = {}, host = {}) =>
    documentOf({ rpc: { ...BARE, ...host } }, { config, ...meta });
  const base = measured({ numRequests: 1000, rpcPort: 1 });
  const alike = measured({ numRequests: 1000, rpcPort: 2 }, {
    memory_bytes: 8 * 1024 ** 3 - 5e6,
  });
  assertEquals(compareDocuments(base, alike).differences, []);
  const other = measured(
    { numRequests: 200, rpcPort: 2 },
    { cpu_model: "Other CPU", deno: "3.0.0" },
    { host: "192.0.2.7:18812" },
  );
  assertEquals(compareDocuments([base, alike], other).differences, [
    { what: "cpu_model", base: "Test CPU", next: "Other CPU" },
    { what: "deno", base: "2.9.6", next: "3.0.0" },
    { what: "config.numRequests", base: "1000", next: "200" },
    { what: "rpc.host", base: "nothing", next: "192.0.2.7:18812" },
  ]);
});

Deno.test("documents of before samples were kept, and damaged ones, are compared as far as they go", () => {
  const { samples: _none, ...old } = kept(samples(1, 1));
  const from = (latency: ServerResult["latency"]) =>
    documentOf({ rpc: { ...BARE, latency } });
  for (
    const latency of [{ ...old }, { ...old, samples: [] }, {
      ...old,
      samples: Array.from({ length: 100 }, (_, i) => i - 50),
    }]
  ) {
    const { metrics } = compareDocuments(
      from(latency),
      from(kept(samples(2, 2))),
    );
    assertEquals(metrics.map(({ verdict }) => verdict), [
      "too_few_samples",
      "too_few_samples",
    ]);
  }
});

Deno.test("what some of several runs lack is said, and the few that have it are no evidence", () => {
  const measured = latencyDocument(samples(1, 1));
  const dead = documentOf({ rpc: BARE });
  const next = compareDocuments([measured, measured, measured], [
    measured,
    dead,
    dead,
  ]);
  assertEquals(next.next.incompleteness, [
    "2 of 3 runs lack latency.median and 1 more of rpc, which the others have",
  ]);
  assertEquals([next.base.incompleteness, next.severity], [[], "critical"]);
  const base = compareDocuments(
    [measured, dead],
    [latencyDocument(samples(1.5, 2))],
  );
  assertEquals(base.base.incompleteness.length, 1);
  assertEquals([base.metrics[0].verdict, base.severity], [
    "too_few_samples",
    "none",
  ]);
});

Deno.test("what was 0 and no longer is, is critical", () => {
  const runs = (...latencies: number[]) =>
    latencies.map((latency) =>
      documentOf({ rpc: { ...BARE, latency: summarize([latency]) } })
    );
  const { change, severity, verdict } = metricOf(
    compareDocuments(runs(0, 0, 0), runs(1, 1.1, 1.2)),
    "latency.median",
  );
  assertEquals([change, verdict, severity], [undefined, "worse", "critical"]);
});

Deno.test("numbers next to the greatest there are, are compared", () => {
  const ordinary = kept(samples(1, 1));
  const { metrics } = compareServers(
    { latency: ordinary },
    {
      latency: { ...ordinary, median: 1e308, samples: Array(100).fill(1e308) },
    },
  );
  assertEquals(metrics.length, 2);
});
