import { BenchmarkResults } from "./benchmark_results.ts";
import {
  type BenchmarkSuiteOptions,
  checkRunOptions,
  type RunAllOptions,
} from "./suite_options.ts";
import { SuiteRun } from "./suite_run.ts";

/**
 * Runs all benchmarks against all servers, one server after another, and the
 * floor before them.
 *
 * @example Compare two servers
 * ```ts
 * import { BenchmarkSuite } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const suite = new BenchmarkSuite({ rpcPort: 0, httpPort: 0 });
 * const results = await suite.runAll({
 *   testRpcForking: false,
 *   numConnections: 5,
 *   numRequests: 50,
 *   warmupRequests: 50,
 * });
 * const document = results.toJSON();
 * assertEquals(Object.keys(document), ["meta", "rpc_threaded", "http_threaded"]);
 * ```
 */
export class BenchmarkSuite {
  readonly #options: BenchmarkSuiteOptions;

  /** Prepares a suite; nothing starts before `runAll`. */
  constructor(options: BenchmarkSuiteOptions = {}) {
    this.#options = options;
  }

  /**
   * Runs everything once.
   *
   * A server that does not start or that dies is named in the results'
   * warnings, and {@linkcode BenchmarkResults.failed} is set; the others are
   * measured all the same.
   *
   * @throws {RangeError} for a count or size that is not a whole number above 0.
   */
  async runAll(options: RunAllOptions = {}): Promise<BenchmarkResults> {
    checkRunOptions(options);
    const {
      signal: _signal,
      onProgress: _progress,
      onNotice: _notice,
      ...rest
    } = options;
    const results = new BenchmarkResults({ ...this.#options, ...rest });
    await new SuiteRun(this.#options, options, results).run();
    results.end();
    return results;
  }
}
