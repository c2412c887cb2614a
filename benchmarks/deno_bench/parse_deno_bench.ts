import { basename } from "node:path";
import { parseJson } from "../forms/parse_json.ts";
import type { IterationTimes } from "../iteration_times.ts";
import type {
  ErrorCount,
  ResultDocument,
  ServerResult,
} from "../result_document.ts";
import {
  type Bench,
  type BenchFailure,
  type BenchOutcome,
  type BenchReport,
  type BenchTimes,
  requireBenchReport,
} from "./_bench_report.ts";
import { benchKey } from "./bench_key.ts";

const NANOSECONDS = 1e9;
/** Of what is faster than 10 µs, Deno times so many iterations at once. */
const ITERATIONS_OF_FAST = 10_000;

/**
 * Makes a result document of what `deno bench --json` has printed: a result for each
 * benchmark, called by its group and its name, with its `iteration_time`.
 *
 * What Deno does not tell is not in it: of the run, when it was, how long it took,
 * V8's version, cores and memory; of the samples, median and spread. Durations are
 * the sums of all iterations measured. A benchmark that failed is one request, which
 * failed. Those of one name are called by their modules too.
 *
 * @throws {TypeError} that says what is wrong with it: it is empty, cut off, no
 * JSON, something else's, of another version, has no benchmarks or a value of the
 * wrong form.
 *
 * @example Read what `deno bench --json` has printed
 * ```ts
 * import { parseDenoBench } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const printed = `{
 *   "version": 1, "runtime": "Deno/2.9.6 x86_64-unknown-linux-gnu", "cpu": "Fast",
 *   "benches": [{
 *     "origin": "file:///calls_bench.ts", "group": "calls", "name": "ping",
 *     "baseline": true,
 *     "results": [{ "ok": {
 *       "n": 100, "min": 1e5, "max": 9e5, "avg": 2e5,
 *       "p75": 2e5, "p99": 8e5, "p995": 9e5, "p999": 9e5,
 *       "highPrecision": true, "usedExplicitTimers": false
 *     } }]
 *   }]
 * }`;
 * const document = parseDenoBench(printed);
 * assertEquals(Object.keys(document), ["meta", "calls/ping"]);
 * ```
 */
export function parseDenoBench(json: string): ResultDocument {
  const report = parseJson(json);
  requireBenchReport(report);
  const results = resultsOf(report);
  if (results.size === 0) throw new TypeError("it has no benchmarks");
  const { runtime, cpu } = report;
  const [deno = runtime, os = "unknown"] = runtime.replace(/^Deno\//, "")
    .split(" ");
  return {
    meta: {
      schema: "rpcbench/1",
      started_at: "unknown",
      duration: sum([...results.values()].map(({ duration }) => duration)),
      deno,
      v8: "unknown",
      os,
      cpu_model: cpu,
      config: { harness: "deno bench" },
      warnings: [],
    },
    ...Object.fromEntries(results),
  };
}

/** A result for each benchmark, each with a key of its own. */
function resultsOf({ benches }: BenchReport): Map<string, ServerResult> {
  const results = new Map<string, ServerResult>();
  const byKey = Map.groupBy(
    benches,
    ({ group, name }) => benchKey(name, group),
  );
  for (const bench of benches) {
    const key = benchKey(bench.name, bench.group);
    const isAmbiguous = key === "meta" || byKey.get(key)?.length !== 1;
    const wanted = isAmbiguous ? `${key} (${basename(bench.origin)})` : key;
    for (const outcome of bench.results) {
      results.set(freeKey(wanted, results), resultOf(bench, outcome));
    }
  }
  return results;
}

/** A key that is not taken: with a number, if need be. */
function freeKey(
  wanted: string,
  taken: ReadonlyMap<string, unknown>,
): string {
  let key = wanted;
  for (let i = 2; taken.has(key); i++) key = `${wanted} #${i}`;
  return key;
}

function resultOf({ group, name }: Bench, outcome: BenchOutcome): ServerResult {
  const subject = {
    name: benchKey(name, group),
    protocol: "none",
    server_mode: "program",
  };
  if ("failed" in outcome) {
    return {
      ...subject,
      duration: 0,
      total_requests: 1,
      failed_requests: 1,
      success_rate: 0,
      metadata: { errors: [errorCount(outcome.failed)] },
    };
  }
  const times = outcome.ok;
  const iterations = times.n * iterationsPerSample(times);
  return {
    ...subject,
    duration: iterations * times.avg / NANOSECONDS,
    total_requests: iterations,
    failed_requests: 0,
    success_rate: 1,
    iteration_time: {
      ...group ? { group } : {},
      ...iterationTimes(times),
    },
    metadata: { errors: [] },
  };
}

function iterationTimes(times: BenchTimes): IterationTimes {
  const { n, avg, min, max, p75, p99, p995, p999 } = times;
  return {
    mean: avg / NANOSECONDS,
    min: min / NANOSECONDS,
    max: max / NANOSECONDS,
    p75: p75 / NANOSECONDS,
    p99: p99 / NANOSECONDS,
    p995: p995 / NANOSECONDS,
    p999: p999 / NANOSECONDS,
    count: n,
    iterations_per_sample: iterationsPerSample(times),
  };
}

function iterationsPerSample({ highPrecision }: BenchTimes): number {
  return highPrecision ? 1 : ITERATIONS_OF_FAST;
}

function errorCount(
  { exceptionMessage, message, name }: BenchFailure,
): ErrorCount {
  return {
    kind: name ?? "unknown",
    count: 1,
    examples: [message ?? exceptionMessage],
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
