import { INTERRUPTED } from "./result_document.ts";
import { BenchmarkMetrics } from "./benchmark_metrics.ts";
import type { BenchmarkResults } from "./benchmark_results.ts";
import type { BenchmarkSuiteOptions, RunAllOptions } from "./suite_options.ts";
import { measureFloor } from "./floor.ts";
import {
  type MeasuredServer,
  startHttpServer,
  startRpcServer,
} from "./measured_server.ts";
import { implausibleResults } from "./plausibility.ts";
import { ProcessorPlacement } from "./processor_placement.ts";
import { ResourceSampler } from "./resource_sampler.ts";
import { endOf, ServerEnd } from "./_server_end.ts";
import type { RpcServerMode } from "../servers/mod.ts";
import { stepsOf, type SuiteStep } from "./suite_steps.ts";

/** One server of a run. */
interface SuiteServer {
  readonly key: string;
  /** How many benchmarks it takes. */
  readonly steps: number;
  readonly run: () => Promise<void>;
}

/** One run of a suite. */
export class SuiteRun {
  readonly #suite: BenchmarkSuiteOptions;
  readonly #options: RunAllOptions;
  readonly #results: BenchmarkResults;
  readonly #steps: number;
  #stepsDone = 0;

  /** Prepares a run that adds to `results`. */
  constructor(
    suite: BenchmarkSuiteOptions,
    options: RunAllOptions,
    results: BenchmarkResults,
  ) {
    this.#suite = suite;
    this.#options = options;
    this.#results = results;
    const servers = this.#servers();
    this.#steps = servers.reduce((sum, { steps }) => sum + steps, 1);
  }

  get #interrupted(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  /** Runs everything once. */
  async run(): Promise<void> {
    await this.#runFloor();
    for (const { key, run } of this.#servers()) {
      if (this.#interrupted) break;
      this.#progress(key, "start", 0);
      try {
        await run();
      } catch (error) {
        if (!this.#interrupted) this.#results.fail(key, error);
      }
    }
    for (const warning of implausibleResults(this.#results.toJSON())) {
      this.#results.warn(warning);
    }
    if (this.#interrupted) {
      this.#results.warn(INTERRUPTED);
    }
  }

  /** The servers that are to be measured, each with what measures it in how many steps. */
  #servers(): readonly SuiteServer[] {
    const {
      testRpcThreaded = true,
      testRpcForking = true,
      testHttp = true,
      testBinaryTransfer = false,
      onNotice,
    } = this.#options;
    const { rpcHost, rpcPort, httpHost, httpPort, service, permissions } =
      this.#suite;
    const rpc = {
      hostname: rpcHost,
      port: rpcPort,
      service,
      permissions,
      onNotice,
    };
    const http = { hostname: httpHost, port: httpPort, onNotice };
    const steps = testBinaryTransfer ? 5 : 4;
    const rpcServer = (mode: RpcServerMode): SuiteServer => ({
      key: `rpc_${mode}`,
      steps,
      run: () => this.#runServer(() => startRpcServer(mode, rpc)),
    });
    return [
      ...testRpcThreaded ? [rpcServer("threaded")] : [],
      ...testRpcForking ? [rpcServer("forking")] : [],
      ...testHttp
        ? [{
          key: "http_threaded",
          // One more: its latency is measured by two clients.
          steps: steps + 1,
          run: () => this.#runServer(() => startHttpServer(http)),
        }]
        : [],
    ];
  }

  async #runFloor(): Promise<void> {
    const {
      numRequests,
      numConcurrentClients,
      requestsPerClient,
      warmupRequests,
      signal,
    } = this.#options;
    this.#progress("floor", "floor", 0);
    try {
      this.#results.setFloor(
        await measureFloor({
          numRequests,
          numConcurrentClients,
          requestsPerClient,
          warmupRequests,
          signal,
        }),
      );
    } catch (error) {
      if (!this.#interrupted) this.#results.fail("floor", error);
    }
    this.#stepsDone++;
  }

  async #runServer<Connection>(
    start: () => Promise<MeasuredServer<Connection>>,
  ): Promise<void> {
    await using server = await start();
    // A request that hangs ends with its server.
    const stop = () => void server[Symbol.asyncDispose]();
    this.#options.signal?.addEventListener("abort", stop, { once: true });
    using end = new ServerEnd(server.exited);
    const options = {
      ...this.#options,
      signal: AbortSignal.any([
        end.signal,
        ...this.#options.signal === undefined ? [] : [this.#options.signal],
      ]),
    };
    try {
      await using sampler = await ResourceSampler.start({
        serverProcesses: () => server.processIds(),
      });
      for (const step of stepsOf(server, options)) {
        if (this.#interrupted) break;
        const failures = await this.#runStep(server, step);
        const status = failures === 0 ? undefined : await endOf(server);
        if (status !== undefined && !this.#interrupted) {
          const { code, signal } = status;
          this.#results.fail(
            server.key,
            new Error(
              `the server ended in the middle of ${step.benchmark}, with ${
                signal ?? `code ${code}`
              }`,
            ),
          );
          break;
        }
        this.#stepsDone++;
      }
      this.#results.get(server.key)?.setResourceUsage(await sampler.stop());
    } finally {
      this.#options.signal?.removeEventListener("abort", stop);
    }
  }

  /** Runs one benchmark; resolves with how many of its requests failed. */
  async #runStep<Connection>(
    server: MeasuredServer<Connection>,
    { benchmark, create, apart }: SuiteStep,
  ): Promise<number> {
    const { key, protocol, serverMode } = server;
    this.#progress(key, benchmark, 0);
    await using placement = apart
      ? await ProcessorPlacement.separate({
        serverProcesses: () => server.processIds(),
      })
      : undefined;
    if (placement?.separated === false && !this.#interrupted) {
      this.#warnOfPlacement();
    }
    const running = create((fraction) =>
      this.#progress(key, benchmark, fraction)
    );
    let metrics: BenchmarkMetrics;
    try {
      metrics = await running.execute();
    } catch (error) {
      if (this.#interrupted) return 0;
      metrics = new BenchmarkMetrics({ name: key, protocol, serverMode });
      metrics.recordFailure(error);
    }
    this.#results.addResult(key, metrics);
    if (metrics.failedRequests > 0) this.#warnOfFailures(benchmark, metrics);
    return metrics.failedRequests;
  }

  #progress(server: string, benchmark: string, fraction: number): void {
    this.#options.onProgress?.({
      server,
      benchmark,
      fraction: (this.#stepsDone + fraction) / this.#steps,
    });
  }

  #warnOfFailures(benchmark: string, metrics: BenchmarkMetrics): void {
    const { name, failedRequests, totalRequests } = metrics;
    const how = failedRequests === totalRequests
      ? "none succeeded"
      : "they are in no latency";
    this.#results.warn(
      `${name}: ${failedRequests} of ${totalRequests} requests of ${benchmark} failed; ${how}`,
    );
  }

  #warnOfPlacement(): void {
    const warning =
      "client and server could not be kept on processors of their own; " +
      "latencies depend on where the scheduler put them";
    if (!this.#results.warnings.includes(warning)) this.#results.warn(warning);
  }
}
