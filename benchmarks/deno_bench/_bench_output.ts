import type { BenchmarkMetrics } from "../benchmark_metrics.ts";
import { BenchmarkResults } from "../benchmark_results.ts";
import { INTERRUPTED, type ResultDocument } from "../result_document.ts";
import { BenchFile } from "./_bench_file.ts";

/** The file that gets the results of benchmarks, as soon as each has ended. */
export class BenchOutput {
  readonly #file: BenchFile;
  readonly #run = new BenchmarkResults({ harness: "deno bench" });
  readonly #metrics = new Map<string, BenchmarkMetrics>();

  /** Writes a document without results: what cannot be written fails before it is measured. */
  constructor(path: string) {
    this.#file = new BenchFile(path);
    this.#write(this.#unfinished());
  }

  /** Tells what a benchmark has measured by now; of one with several works, after each. */
  add(key: string, metrics: BenchmarkMetrics): void {
    this.#metrics.set(key, metrics);
    this.#write(this.#unfinished());
  }

  /** No more is to come. */
  finish(): void {
    this.#write(this.#document());
  }

  /** Nobody may be there to say so, once the program is interrupted. */
  #unfinished(): ResultDocument {
    const { meta, ...results } = this.#document();
    return { meta: { ...meta, warnings: [INTERRUPTED] }, ...results };
  }

  #document(): ResultDocument {
    const results = Array.from(
      this.#metrics,
      ([key, metrics]) => [key, metrics.computeStatistics()] as const,
    );
    return { ...this.#run.toJSON(), ...Object.fromEntries(results) };
  }

  #write(document: ResultDocument): void {
    this.#file.write(`${JSON.stringify(document, null, 2)}\n`);
  }
}
