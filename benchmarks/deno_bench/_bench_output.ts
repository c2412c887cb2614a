import type { BenchmarkMetrics } from "../benchmark_metrics.ts";
import { BenchmarkResults } from "../benchmark_results.ts";

/** The file that gets the results of benchmarks, as soon as each has ended. */
export class BenchOutput {
  readonly #path: string;
  readonly #results = new BenchmarkResults({ harness: "deno bench" });

  /** Writes a document without results: what cannot be written fails before it is measured. */
  constructor(path: string) {
    this.#path = path;
    this.#write();
  }

  /** Adds what a benchmark has measured. */
  add(key: string, metrics: BenchmarkMetrics): void {
    this.#results.addResult(key, metrics);
    this.#write();
  }

  /** At once, since nothing is waited for when the program ends; whole, whatever happens. */
  #write(): void {
    const temporary = `${this.#path}.${crypto.randomUUID()}.tmp`;
    const json = JSON.stringify(this.#results, null, 2);
    Deno.writeTextFileSync(temporary, `${json}\n`);
    Deno.renameSync(temporary, this.#path);
  }
}
