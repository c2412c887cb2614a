import { INTERRUPTED } from "../result_document.ts";
import { BenchmarkMetrics } from "../benchmark_metrics.ts";
import { BenchmarkResults } from "../benchmark_results.ts";
import { measureFloor } from "../floor.ts";
import type { CaseResult } from "./case_result.ts";
import { caseWarnings, closedLoopWarnings } from "./case_warnings.ts";
import { featuresCases } from "./features_scenario.ts";
import { latencyCases } from "./latency_scenario.ts";
import { measureCase, secondsToMeasure } from "./measure_case.ts";
import { profileCase, secondsToProfile } from "./profile_case.ts";
import type {
  ScenarioCase,
  ScenarioName,
  ScenarioServer,
} from "./scenario_case.ts";
import { titleOf } from "./scenario_case.ts";
import {
  type CompleteScenarioOptions,
  completeScenarioOptions,
  type ScenarioOptions,
  type ScenarioScale,
} from "./scenario_options.ts";
import {
  type RunningServer,
  startScenarioServer,
  variantOf,
} from "./scenario_server.ts";
import { throughputCases } from "./throughput_scenario.ts";

/** What each scenario measures, in a line. */
export const SCENARIO_SUMMARIES: Readonly<Record<ScenarioName, string>> = {
  throughput:
    "requests and bytes per second, by payload, clients and scheduler",
  latency: "response and service time under load, by payload, and the tail",
  features: "what compression, security and ordering cost an RPC connection",
};

const CASES: Readonly<
  Record<
    ScenarioName,
    (server: ScenarioServer, scale: ScenarioScale) => ScenarioCase[]
  >
> = {
  throughput: throughputCases,
  latency: latencyCases,
  features: featuresCases,
};

/**
 * Runs scenarios, server by server, and resolves with what they found; what went
 * wrong is in the results, and ends nothing but its own case.
 *
 * @throws {RangeError} for an option that makes no sense.
 *
 * @example See how throughput grows with the clients
 * ```ts
 * import { QUICK_SCALE, runScenarios } from "@x/rpcbench/benchmarks";
 *
 * const results = await runScenarios({
 *   scenarios: ["throughput"],
 *   servers: ["http_threaded"],
 *   scale: { ...QUICK_SCALE, payloadSizes: [], clientCounts: [1, 10] },
 *   iterations: 1,
 *   profiling: false,
 * });
 * for (const { parameters, throughput } of results.get("http_threaded")?.cases ?? []) {
 *   console.log(`${parameters.clients} clients: ${throughput.mean} requests per second`);
 * }
 * ```
 */
export async function runScenarios(
  options: ScenarioOptions = {},
): Promise<BenchmarkResults> {
  const { onProgress, signal, ...config } = completeScenarioOptions(options);
  const results = new BenchmarkResults(config);
  await new ScenarioRun({ ...config, onProgress, signal }, results).run();
  results.end();
  return results;
}

/** One run of scenarios. */
class ScenarioRun {
  readonly #options: CompleteScenarioOptions;
  readonly #results: BenchmarkResults;
  readonly #signal: AbortSignal;
  readonly #cases: readonly ScenarioCase[];
  readonly #start = performance.now();
  /** Seconds that what is still to come is expected to take. */
  #secondsLeft: number;

  constructor(options: CompleteScenarioOptions, results: BenchmarkResults) {
    const { scale, scenarios, servers, signal } = options;
    this.#options = options;
    this.#results = results;
    this.#signal = signal ?? new AbortController().signal;
    this.#cases = scenarios.flatMap((scenario) =>
      servers.flatMap((server) => CASES[scenario](server, scale))
    );
    this.#secondsLeft = this.#expected(this.#cases);
  }

  async run(): Promise<void> {
    await this.#measureFloor();
    for (const cases of byVariant(this.#cases)) {
      if (this.#signal.aborted) break;
      await this.#runVariant(cases);
    }
    const measured = this.#options.servers
      .flatMap((server) => this.#results.get(server)?.cases ?? []);
    for (const warning of closedLoopWarnings(measured)) {
      this.#results.warn(warning);
    }
    if (this.#signal.aborted) {
      this.#results.warn(INTERRUPTED);
    }
  }

  async #measureFloor(): Promise<void> {
    this.#progress("floor");
    try {
      this.#results.setFloor(await measureFloor({ signal: this.#signal }));
    } catch (error) {
      if (!this.#signal.aborted) this.#results.fail("floor", error);
    }
  }

  /** Runs cases, one after another, against one server. */
  async #runVariant(cases: readonly ScenarioCase[]): Promise<void> {
    const [first] = cases;
    const leftAfter = this.#secondsLeft - this.#expected(cases);
    this.#progress(`starting ${first.server}`);
    try {
      await using running = await startScenarioServer(
        first.server,
        first.parameters,
      );
      let ended = false;
      running.server.exited.then(() => ended = true);
      for (const testCase of cases) {
        if (this.#signal.aborted) break;
        await this.#runCase(testCase, running);
        this.#secondsLeft -= this.#expected([testCase]);
        if (ended) throw new Error("the server ended; the rest was left out");
      }
    } catch (error) {
      if (!this.#signal.aborted) this.#results.fail(titleOf(first), error);
    }
    this.#secondsLeft = leftAfter;
  }

  async #runCase(
    testCase: ScenarioCase,
    running: RunningServer,
  ): Promise<void> {
    const title = titleOf(testCase);
    const { iterations, scale } = this.#options;
    this.#progress(title);
    const metrics = new BenchmarkMetrics({
      name: testCase.server,
      protocol: running.protocol,
      serverMode: running.serverMode,
    });
    metrics.start();
    let result: CaseResult | undefined;
    try {
      result = await measureCase(testCase, running, {
        iterations,
        handshakes: scale.handshakes,
        signal: this.#signal,
        onProgress: (fraction) =>
          this.#progress(title, fraction * this.#expected([testCase])),
      });
    } catch (error) {
      if (!this.#signal.aborted) this.#results.fail(title, error);
    }
    metrics.end();
    if (result === undefined) return;
    metrics.addCase(result);
    for (const warning of caseWarnings(result)) {
      this.#results.warn(`${title}: ${warning}`);
    }
    if (testCase.profiled && this.#options.profiling && !this.#signal.aborted) {
      await this.#profile(testCase, running, metrics);
    }
    this.#results.addResult(testCase.server, metrics);
  }

  async #profile(
    testCase: ScenarioCase,
    running: RunningServer,
    metrics: BenchmarkMetrics,
  ): Promise<void> {
    const title = titleOf(testCase);
    this.#progress(`profile of ${title}`);
    try {
      const profile = await profileCase(testCase, running, {
        folder: this.#options.profileFolder,
        signal: this.#signal,
      });
      metrics.addProfile(profile);
      const { leak_check } = profile;
      if (leak_check?.passed === false) {
        this.#results.failCheck(
          `${title}: LEAK: ${leak_check.reasons.join("; ")}`,
        );
      }
    } catch (error) {
      if (!this.#signal.aborted) {
        this.#results.fail(`profile of ${title}`, error);
      }
    }
  }

  #progress(label: string, secondsOfCase = 0): void {
    const spent = (performance.now() - this.#start) / 1000;
    const left = Math.max(0, this.#secondsLeft - secondsOfCase);
    this.#options.onProgress?.({ label, fraction: spent / (spent + left) });
  }

  /** Seconds that cases are expected to take. */
  #expected(cases: readonly ScenarioCase[]): number {
    const { iterations, profiling } = this.#options;
    return cases.reduce(
      (sum, testCase) =>
        sum + secondsToMeasure(testCase, iterations) +
        (profiling && testCase.profiled ? secondsToProfile(testCase) : 0),
      0,
    );
  }
}

/** The cases in their order, those together that can share a server. */
function byVariant(cases: readonly ScenarioCase[]): ScenarioCase[][] {
  const runs: ScenarioCase[][] = [];
  let last: string | undefined;
  for (const testCase of cases) {
    const variant = variantOf(testCase.server, testCase.parameters);
    if (variant !== last) runs.push([]);
    runs[runs.length - 1].push(testCase);
    last = variant;
  }
  return runs;
}
