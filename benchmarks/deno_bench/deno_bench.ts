import type { BenchmarkMetrics } from "../benchmark_metrics.ts";
import type { Repeatable, Repetitions } from "../repeatable.ts";
import { BenchProgram } from "./_bench_program.ts";
import { benchKey } from "./bench_key.ts";

/** How `deno bench` runs and shows a benchmark. */
export interface DenoBenchOptions {
  /** What it is compared with: Deno compares the benchmarks of each group. */
  readonly group?: string;
  /** Whether the others of the group are compared with this one. Default `false`. */
  readonly baseline?: boolean;
  /**
   * How many iterations to make, beside those of the first 10 ms. Default: as many as
   * fit into half a second, but at least 10.
   */
  readonly n?: number;
  /**
   * A file for a result document of all benchmarks of this program that name it; each
   * module that `deno bench` runs is a program, and takes a file of its own. It is
   * written as soon as each has ended, and says that it is not complete until all
   * have; needs `--allow-write` and `--allow-sys`.
   */
  readonly output?: string;
}

/** Each file that `deno bench` runs is a program of its own. */
let program: BenchProgram | undefined;

/**
 * Registers a benchmark with `Deno.bench`, so that `deno bench` runs and reports it;
 * in any other program, it does nothing. Returns the metrics, which hold the very
 * times that Deno reports once the benchmark is over.
 *
 * One iteration is one piece of the benchmark's work: a request, a connection, a
 * transfer, or all requests of all clients at once. Each size that is transferred,
 * either way, is a benchmark of Deno's, in a group of its own if there is one:
 * `"transfers, 1 KiB up"`. How often the work is done is up to Deno; what the
 * benchmark was told of that, it does not use. It is set up in the
 * iterations that Deno does not measure, and torn down when the next one begins; of
 * the last one, only what `teardown` does at once is sure to be done. A failure is
 * counted and ends the benchmark, which Deno reports as failed.
 *
 * @throws {RangeError} if the output has a benchmark of this group and name already.
 *
 * @example Compare two calls, by `deno bench -A calls_bench.ts`
 * ```ts
 * import { denoBench, LatencyBenchmark } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection } from "@x/rpcbench/servers";
 *
 * // Of a server that listens already.
 * const connectionFactory = () => createRpcConnection({ port: 18812 });
 * const ping = new LatencyBenchmark({
 *   name: "ping",
 *   protocol: "rpc",
 *   connectionFactory,
 *   requestFunc: ({ root }) => root.ping(),
 * });
 * const compute = new LatencyBenchmark({
 *   name: "compute",
 *   protocol: "rpc",
 *   connectionFactory,
 *   requestFunc: ({ root }) => root.compute(1000),
 * });
 * denoBench(ping, { group: "calls", baseline: true, output: "calls.json" });
 * denoBench(compute, { group: "calls", output: "calls.json" });
 * ```
 */
export function denoBench(
  benchmark: Repeatable,
  { group, baseline, n, output }: DenoBenchOptions = {},
): BenchmarkMetrics {
  const { name } = benchmark.metrics;
  const subject = { benchmark, key: benchKey(name, group), output };
  const shared = program ??= new BenchProgram();
  shared.reserve(subject);
  benchmark.works.forEach((work, i) => {
    let repetitions: Repetitions | undefined;
    Deno.bench({
      // In a group, each work is compared with the same of others.
      name: group === undefined ? titleOf(name, work) : name,
      group: group === undefined ? undefined : titleOf(group, work),
      // Where all are in one group, one can be what the others are compared with.
      baseline: baseline && (group !== undefined || i === 0),
      n,
      // The first call is all of the warm-up: it takes longer than Deno's.
      warmup: 0,
      async fn(bench) {
        if (repetitions !== undefined) return await repetitions.once(bench);
        // Deno learns from the warm-up that the benchmark says itself what to time.
        bench.start();
        repetitions = await shared.begin(subject, i);
        bench.end();
      },
    });
  });
  return benchmark.metrics;
}

function titleOf(name: string, work: string): string {
  return work === "" ? name : `${name}, ${work}`;
}
