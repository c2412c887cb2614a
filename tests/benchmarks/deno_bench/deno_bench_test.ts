import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertGreater,
  assertLess,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { BenchProgram } from "../../../benchmarks/deno_bench/_bench_program.ts";
import {
  denoBench,
  INTERRUPTED,
  parseDenoBench,
  parseResultDocument,
  RepeatedBenchmark,
  serverResults,
} from "../../../benchmarks/mod.ts";
import type { Bench } from "./_bench.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./programs/repeated.ts"));

function resultOf(wanted: string): Bench["results"][number] {
  const bench = benches.find(({ name }) => name === wanted);
  assertExists(bench, `${wanted} was not run`);
  return bench.results[0];
}

const folder = await Deno.makeTempDir();
const output = `${folder}/results.json`;
const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["bench", "--quiet", "--no-check", "-A", "--json", PROGRAM],
  env: { OUTPUT: output, NO_COLOR: "1" },
}).output();
const words = new TextDecoder().decode(stderr);
const { benches }: { benches: readonly Bench[] } = JSON.parse(
  new TextDecoder().decode(stdout),
);
const { documents, events, samples } = JSON.parse(
  words.match(/^\{"documents".*$/m)?.[0] ?? "{}",
);
const document = parseResultDocument(await Deno.readTextFile(output));
const files = await Array.fromAsync(Deno.readDir(folder));
await Deno.remove(folder, { recursive: true });
const results = serverResults(document);

Deno.test("the recorder holds the very samples that deno bench reports", () => {
  const sorted: number[] = samples.toSorted((a: number, b: number) => a - b);
  const times = resultOf("first").ok;
  assertEquals(sorted.length, times.n);
  // Where the set-up is quick, too, none of the warm-up is among them.
  assertEquals(results.get("last")?.latency?.count, resultOf("last").ok.n);
  const ours: Readonly<Record<string, number>> = {
    min: sorted[0],
    avg: sorted.reduce((sum, sample) => sum + sample) / sorted.length,
    p75: sorted[Math.ceil(0.75 * times.n) - 1],
    p99: sorted[Math.ceil(0.99 * times.n) - 1],
    max: sorted[times.n - 1],
  };
  for (const [statistic, seconds] of Object.entries(ours)) {
    // Deno's clock starts before ours and stops after it: it reads more, hardly more.
    const difference = times[statistic] / 1e9 - seconds;
    assertGreater(difference, -5e-9, statistic);
    // Of the rest, the machine may have taken a break between the two clocks.
    if (!["min", "avg", "p75"].includes(statistic)) continue;
    assertLess(difference, 0.1 * seconds, statistic);
  }
});

Deno.test("what deno bench prints is imported with the same numbers", () => {
  const imported = serverResults(
    parseDenoBench(new TextDecoder().decode(stdout)),
  );
  assertEquals(
    [...imported.keys()].toSorted(),
    [...results.keys()].toSorted(),
  );
  const own = results.get("waiting/first")?.latency;
  const times = imported.get("waiting/first")?.iteration_time;
  assertEquals(times?.count, own?.count);
  assertAlmostEquals(times?.min ?? 0, own?.min ?? 0, 1e-4);
  assertEquals(imported.get("waiting/failing")?.metadata.errors, [
    { kind: "TypeError", count: 1, examples: ["enough"] },
  ]);
});

Deno.test("Deno's own report has the groups, the baseline, and times without the set-up", () => {
  assertEquals(
    benches.map(({ name, group, baseline }) => [name, group, baseline])
      .toSorted(),
    [
      ["failing", "waiting", false],
      ["first", "waiting", true],
      ["last", null, false],
    ],
  );
  const { ok } = resultOf("last");
  assert(ok.usedExplicitTimers && ok.highPrecision);
  // Those of the first 10 ms, and 5 more.
  assert(ok.n >= 5 && ok.n <= 15, `${ok.n}`);
});

Deno.test("a benchmark whose work fails is reported as failed, and counted", () => {
  assertEquals(code, 1);
  assertStringIncludes(JSON.stringify(resultOf("failing").failed), "enough");
  const failing = results.get("waiting/failing");
  assertEquals(failing?.failed_requests, 1);
  assertEquals(failing?.metadata.errors, [
    { kind: "TypeError", count: 1, examples: ["enough"] },
  ]);
});

Deno.test("a benchmark that cannot be set up is counted as failed", async () => {
  class Homeless extends RepeatedBenchmark {
    protected override setup(): void {
      throw new TypeError("no room");
    }

    protected override work(): Promise<void> {
      return Promise.resolve();
    }
  }
  const benchmark = new Homeless({
    name: "homeless",
    protocol: "none",
    repetitions: 1,
  });
  await assertRejects(
    () =>
      new BenchProgram().begin({
        benchmark,
        key: "homeless",
        output: undefined,
      }, 0),
    TypeError,
    "no room",
  );
  assertEquals(benchmark.metrics.failedRequests, 1);
});

Deno.test("one benchmark is set up at a time, and all are torn down", () => {
  const order = events.map((event: string) => event.split(" is ")[0]);
  assertEquals(events.length, 6);
  for (const i of [0, 2, 4]) {
    assertEquals(events[i], `${order[i]} is set up`);
    assertEquals(events[i + 1], `${order[i]} is torn down`);
  }
});

Deno.test("the document has all benchmarks of the program, and nothing else is left", () => {
  assertEquals(files.map(({ name }) => name), ["results.json"]);
  assertEquals(
    [...results.keys()].toSorted(),
    ["last", "waiting/failing", "waiting/first"],
  );
  assertEquals(document.meta.warnings, []);
  assertEquals(results.get("waiting/first")?.latency?.count, samples.length);
  const last = results.get("last");
  assertExists(last?.latency);
  // The time of the set-up and of the warm-up is not in it.
  const measured = last.latency.mean * last.latency.count;
  assertLess(Math.abs(last.duration / measured - 1), 0.5);
});

Deno.test("as long as benchmarks are to come, the document says that it is not complete", () => {
  const counts = documents.map((document: typeof documents[number]) => {
    const { meta, ...results } = document;
    assertEquals(meta.warnings, [INTERRUPTED]);
    return Object.keys(results).length;
  });
  assertEquals(counts, [0, 1, 2]);
});

Deno.test("two benchmarks cannot have the same place in a document", () => {
  class Nothing extends RepeatedBenchmark {
    protected override work(): Promise<void> {
      return Promise.resolve();
    }
  }
  const nothing = (name: string) =>
    new Nothing({ name, protocol: "none", repetitions: 1 });
  const output = "results.json";
  denoBench(nothing("a"), { output });
  denoBench(nothing("a"), { group: "others", output });
  denoBench(nothing("a"));
  assertThrows(
    () => denoBench(nothing("a"), { output }),
    RangeError,
    'results.json has a result called "a" already',
  );
  assertThrows(() => denoBench(nothing("meta"), { output }), RangeError);
});
