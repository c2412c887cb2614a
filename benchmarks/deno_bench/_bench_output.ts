import type { BenchmarkMetrics } from "../benchmark_metrics.ts";
import { BenchmarkResults } from "../benchmark_results.ts";
import { INTERRUPTED, type ResultDocument } from "../result_document.ts";
import { BenchFile } from "./_bench_file.ts";

/** The file that gets the results of benchmarks, as soon as each has ended. */
export class BenchOutput {
  readonly #file: BenchFile;
  readonly #results = new BenchmarkResults({ harness: "deno bench" });

  /** Writes a document without results: what cannot be written fails before it is measured. */
  constructor(path: string) {
    this.#file = new BenchFile(path);
    this.#write(this.#unfinished());
  }

  /** Adds what a benchmark has measured. */
  add(key: string, metrics: BenchmarkMetrics): void {
    this.#results.addResult(key, metrics);
    this.#write(this.#unfinished());
  }

  /** No more is to come. */
  finish(): void {
    this.#write(this.#results.toJSON());
  }

  /** Nobody may be there to say so, once the program is interrupted. */
  #unfinished(): ResultDocument {
    const { meta, ...results } = this.#results.toJSON();
    return { meta: { ...meta, warnings: [INTERRUPTED] }, ...results };
  }

  #write(document: ResultDocument): void {
    this.#file.write(`${JSON.stringify(document, null, 2)}\n`);
  }
}
