import { assertEquals, assertThrows } from "@std/assert";
import {
  metricsOf,
  parseDenoBench,
  parseResultDocument,
  serverResults,
} from "../../../benchmarks/mod.ts";
import { bench, benchJson, FAILED, times } from "./_bench_json.ts";

Deno.test("each benchmark is a result, in seconds, with no more than Deno tells", () => {
  const document = parseDenoBench(benchJson(bench("ping", "calls")));
  const { meta, ...results } = document;
  assertEquals(meta, {
    schema: "rpcbench/1",
    started_at: "unknown",
    duration: 0.001,
    deno: "2.9.6",
    v8: "unknown",
    os: "x86_64-unknown-linux-gnu",
    cpu_model: "Fast CPU",
    config: { harness: "deno bench" },
    warnings: [],
  });
  assertEquals(results, {
    "calls/ping": {
      name: "calls/ping",
      protocol: "none",
      server_mode: "program",
      duration: 0.001,
      total_requests: 50,
      failed_requests: 0,
      success_rate: 1,
      iteration_time: {
        group: "calls",
        mean: 20e-6,
        min: 10e-6,
        max: 90e-6,
        p75: 25e-6,
        p99: 80e-6,
        p995: 85e-6,
        p999: 90e-6,
        count: 50,
        iterations_per_sample: 1,
      },
      metadata: { errors: [] },
    },
  });
  assertEquals(parseResultDocument(JSON.stringify(document)), document);
});

Deno.test("budgets and comparisons know the times by their paths", () => {
  const metrics = metricsOf(parseDenoBench(benchJson(bench("ping"))));
  const p99 = metrics.find(({ path }) => path === "iteration_time.p99");
  assertEquals(p99, {
    server: "ping",
    path: "iteration_time.p99",
    unit: "s",
    value: 80e-6,
  });
});

Deno.test("of what is too fast to be timed alone, a sample stands for 10,000 iterations", () => {
  const fast = times({ highPrecision: false, n: 3, avg: 2.5 });
  const document = parseDenoBench(
    benchJson(bench("fast", null, { results: [{ ok: fast }] })),
  );
  const result = serverResults(document).get("fast");
  assertEquals(result?.total_requests, 30_000);
  assertEquals(result?.iteration_time?.count, 3);
  assertEquals(result?.iteration_time?.iterations_per_sample, 10_000);
  assertEquals(result?.duration, 75e-6);
});

Deno.test("a benchmark that failed is a failure with its reason, and has no times", () => {
  const document = parseDenoBench(
    benchJson(bench("broken", "calls", { results: [FAILED] }), bench("ping")),
  );
  const result = serverResults(document).get("calls/broken");
  assertEquals(result?.iteration_time, undefined);
  assertEquals([result?.total_requests, result?.failed_requests], [1, 1]);
  assertEquals(result?.success_rate, 0);
  assertEquals(result?.metadata.errors, [
    { kind: "TypeError", count: 1, examples: ["no such method"] },
  ]);
});

Deno.test("what was thrown may have been no error", () => {
  const failed = {
    ...FAILED.failed,
    name: null,
    message: null,
    exceptionMessage: "Uncaught 5",
  };
  const document = parseDenoBench(
    benchJson(bench("broken", null, { results: [{ failed }] })),
  );
  assertEquals(serverResults(document).get("broken")?.metadata.errors, [
    { kind: "unknown", count: 1, examples: ["Uncaught 5"] },
  ]);
});

Deno.test("benchmarks of one name are told apart by their group, their module, a number", () => {
  const other = { origin: "file:///bench/other_bench.ts" };
  const document = parseDenoBench(benchJson(
    bench("ping"),
    bench("ping", "calls"),
    bench("ping", null, other),
    bench("ping", null, other),
    bench("meta"),
    bench("__proto__"),
  ));
  // With the module in both, neither is taken for the other where one is not run.
  assertEquals([...serverResults(document).keys()], [
    "ping (calls_bench.ts)",
    "calls/ping",
    "ping (other_bench.ts)",
    "ping (other_bench.ts) #2",
    "meta (calls_bench.ts)",
    "__proto__",
  ]);
});

Deno.test("of two benchmarks of one name in one module, which Deno puts together, none is lost", () => {
  const results = [
    { ok: times({ n: 50, avg: 20_000 }) },
    { ok: times({ n: 10, avg: 90_000 }) },
    FAILED,
  ];
  const document = parseDenoBench(benchJson(bench("ping", null, { results })));
  assertEquals(
    [...serverResults(document)].map(([key, result]) => [
      key,
      result.total_requests,
      result.failed_requests,
      result.iteration_time?.mean,
    ]),
    [
      ["ping", 50, 0, 20e-6],
      ["ping #2", 10, 0, 90e-6],
      ["ping #3", 1, 1, undefined],
    ],
  );
});

/** Texts that deno bench has not printed, and what is wrong with each. */
const WRONG: readonly (readonly [text: string, says: string])[] = [
  ["", "it is empty"],
  ["cpu: fast", "it is no JSON"],
  [benchJson(bench("ping")).slice(0, -5), "it is cut off: its JSON has no end"],
  ["[]", "it is JSON, but not that of deno bench --json"],
  [`{"meta":{}}`, "it is JSON, but not that of deno bench --json"],
  [benchJson(), "it has no benchmarks"],
  [
    benchJson(bench("ping")).replace('"version":1', '"version":2'),
    "its version is 2; this version of rpcbench reads 1",
  ],
  [
    benchJson(bench("ping", null, { results: [{ ok: times({ avg: null }) }] })),
    "it is damaged: benches[0].results[0].ok.avg is null; it takes a number not below 0",
  ],
  [
    benchJson(bench("ping", null, { results: [{ ok: times({ n: 0 }) }] })),
    "it is damaged: benches[0].results[0].ok.n is 0; it takes a whole number above 0",
  ],
  [benchJson(bench("ping", null, { results: [] })), "it has no benchmarks"],
  [
    benchJson(bench("ping", null, { results: [{}] })),
    "it is damaged: benches[0].results[0].ok is missing; it takes an object",
  ],
];

for (const [text, says] of WRONG) {
  Deno.test(`of ${text.slice(0, 20) || "nothing"}… it is said that ${says}`, () => {
    const error = assertThrows(() => parseDenoBench(text), TypeError);
    assertEquals(error.message, says);
  });
}
