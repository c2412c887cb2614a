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
 * failed.
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
  if (report.benches.length === 0) throw new TypeError("it has no benchmarks");
  const results = resultsOf(report);
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
  for (const bench of benches) {
    const key = benchKey(bench.name, bench.group);
    results.set(
      freeKey(key, bench.origin, (key) => key === "meta" || results.has(key)),
      resultOf(bench),
    );
  }
  return results;
}

/** A key that is not taken: with the name of the module, or a number too. */
function freeKey(
  key: string,
  origin: string,
  isTaken: (key: string) => boolean,
): string {
  if (!isTaken(key)) return key;
  const inModule = `${key} (${basename(origin)})`;
  let free = inModule;
  for (let i = 2; isTaken(free); i++) free = `${inModule} #${i}`;
  return free;
}

function resultOf({ group, name, results }: Bench): ServerResult {
  const times = results.flatMap((it) => "ok" in it ? [it.ok] : []);
  const failures = results.flatMap((it) => "failed" in it ? [it.failed] : []);
  const iterations = sum(times.map((it) => it.n * iterationsPerSample(it)));
  const total_requests = iterations + failures.length;
  const [first] = times;
  return {
    name: benchKey(name, group),
    protocol: "none",
    server_mode: "program",
    duration: sum(
      times.map((it) => it.n * iterationsPerSample(it) * it.avg / NANOSECONDS),
    ),
    total_requests,
    failed_requests: failures.length,
    ...total_requests === 0
      ? {}
      : { success_rate: iterations / total_requests },
    ...first === undefined ? {} : {
      iteration_time: {
        ...group === null ? {} : { group },
        ...iterationTimes(first),
      },
    },
    metadata: { errors: failures.map(errorCount) },
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
