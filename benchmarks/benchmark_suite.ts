import { BandwidthBenchmark } from "./bandwidth_benchmark.ts";
import type { BenchmarkBase } from "./benchmark_base.ts";
import { BenchmarkMetrics } from "./benchmark_metrics.ts";
import { BenchmarkResults } from "./benchmark_results.ts";
import { BinaryTransferBenchmark } from "./binary_transfer_benchmark.ts";
import { ConcurrentBenchmark } from "./concurrent_benchmark.ts";
import { ConnectionBenchmark } from "./connection_benchmark.ts";
import { measureFloor } from "./floor.ts";
import { LatencyBenchmark } from "./latency_benchmark.ts";
import {
  type MeasuredServer,
  startHttpServer,
  startRpcServer,
} from "./measured_server.ts";
import { ProcessorPlacement } from "./processor_placement.ts";
import { ResourceSampler } from "./resource_sampler.ts";

/** Where the servers of a suite listen, and what they serve. */
export interface BenchmarkSuiteOptions {
  /** The address of the RPC servers. Default `"127.0.0.1"`. */
  readonly rpcHost?: string;
  /** Their port. Default 18812 or, if that is taken, any free one. */
  readonly rpcPort?: number;
  /** The address of the HTTP server. Default `"127.0.0.1"`. */
  readonly httpHost?: string;
  /** Its port. Default 5000 or, if that is taken, any free one. */
  readonly httpPort?: number;
  /** The URL of a module whose default export the RPC servers serve. */
  readonly service?: string;
  /** What that service needs, as flags of `deno run`. */
  readonly permissions?: readonly string[];
}

/** How far a run is. */
export interface SuiteProgress {
  /** The server at work: `"rpc_threaded"`, or `"floor"`. */
  readonly server: string;
  /** The benchmark at work: `"latency"`. */
  readonly benchmark: string;
  /** How much of the whole run is done, from 0 to 1, in benchmarks. */
  readonly fraction: number;
}

/** Which servers are measured, and how thoroughly. */
export interface RunAllOptions {
  /** Default `true`, as for the other servers. */
  readonly testRpcThreaded?: boolean;
  readonly testRpcForking?: boolean;
  readonly testHttp?: boolean;
  /** Whether files are transferred too. Default `false`. */
  readonly testBinaryTransfer?: boolean;
  /** Connections, one after another. Default 100. */
  readonly numConnections?: number;
  /** Requests, one after another. Default 1000. */
  readonly numRequests?: number;
  /** Clients at once. Default 10. */
  readonly numConcurrentClients?: number;
  /** Requests of each of them. Default 100. */
  readonly requestsPerClient?: number;
  /** Bytes per file. Default 1.5 MiB, 128 MiB and 500 MiB. */
  readonly binaryFileSizes?: readonly number[];
  /** Bytes per chunk. Default 64 KiB. */
  readonly binaryChunkSize?: number;
  /** How often each file transfer is measured. Default 3. */
  readonly binaryIterations?: number;
  /** Ends the run early when it aborts; what was measured by then is returned. */
  readonly signal?: AbortSignal;
  /** Hears how far the run is. */
  readonly onProgress?: (progress: SuiteProgress) => void;
  /** Hears what a person should know while it runs. */
  readonly onNotice?: (notice: string) => void;
}

/** One benchmark of one server, ready to run. */
interface Step {
  readonly benchmark: string;
  readonly create: (onProgress: (fraction: number) => void) => BenchmarkBase;
  /** Whether client and server belong on processors of their own. */
  readonly apart: boolean;
}

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
   */
  async runAll(options: RunAllOptions = {}): Promise<BenchmarkResults> {
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

/** One run of a suite. */
class SuiteRun {
  readonly #suite: BenchmarkSuiteOptions;
  readonly #options: RunAllOptions;
  readonly #results: BenchmarkResults;
  readonly #steps: number;
  #stepsDone = 0;

  constructor(
    suite: BenchmarkSuiteOptions,
    options: RunAllOptions,
    results: BenchmarkResults,
  ) {
    this.#suite = suite;
    this.#options = options;
    this.#results = results;
    this.#steps = 1 + this.#servers().length * this.#benchmarksPerServer();
  }

  get #interrupted(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  async run(): Promise<void> {
    await this.#runFloor();
    for (const { key, run } of this.#servers()) {
      if (this.#interrupted) break;
      try {
        await run();
      } catch (error) {
        if (!this.#interrupted) this.#results.fail(key, error);
      }
    }
    if (this.#interrupted) {
      this.#results.warn("interrupted: the results are not complete");
    }
  }

  /** The servers that are to be measured, each with what measures it. */
  #servers(): readonly { key: string; run: () => Promise<void> }[] {
    const {
      testRpcThreaded = true,
      testRpcForking = true,
      testHttp = true,
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
    return [
      ...testRpcThreaded
        ? [this.#server("rpc_threaded", () => startRpcServer("threaded", rpc))]
        : [],
      ...testRpcForking
        ? [this.#server("rpc_forking", () => startRpcServer("forking", rpc))]
        : [],
      ...testHttp
        ? [this.#server("http_threaded", () => startHttpServer(http))]
        : [],
    ];
  }

  #server<Connection>(
    key: string,
    start: () => Promise<MeasuredServer<Connection>>,
  ): { key: string; run: () => Promise<void> } {
    return { key, run: () => this.#runServer(start) };
  }

  #benchmarksPerServer(): number {
    return this.#options.testBinaryTransfer ? 5 : 4;
  }

  async #runFloor(): Promise<void> {
    const { numRequests, numConcurrentClients, requestsPerClient, signal } =
      this.#options;
    this.#progress("floor", "floor", 0);
    try {
      this.#results.setFloor(
        await measureFloor({
          numRequests,
          connections: numConcurrentClients,
          requestsPerConnection: requestsPerClient,
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
    let death: Deno.CommandStatus | undefined;
    server.exited.then((status) => death = status);
    try {
      await using sampler = await ResourceSampler.start({
        serverProcesses: () => server.processIds(),
      });
      for (const step of this.#stepsOf(server)) {
        if (this.#interrupted) break;
        await this.#runStep(server, step);
        if (death !== undefined && !this.#interrupted) {
          const { code, signal } = death;
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

  async #runStep<Connection>(
    server: MeasuredServer<Connection>,
    { benchmark, create, apart }: Step,
  ): Promise<void> {
    const { key, protocol, serverMode } = server;
    this.#progress(key, benchmark, 0);
    await using placement = apart
      ? await ProcessorPlacement.separate({
        serverProcesses: () => server.processIds(),
      })
      : undefined;
    if (placement?.separated === false) this.#warnOfPlacement();
    const running = create((fraction) =>
      this.#progress(key, benchmark, fraction)
    );
    let metrics: BenchmarkMetrics;
    try {
      metrics = await running.execute();
    } catch (error) {
      if (this.#interrupted) return;
      metrics = new BenchmarkMetrics({ name: key, protocol, serverMode });
      metrics.recordFailure(error);
    }
    this.#results.addResult(key, metrics);
  }

  #stepsOf<Connection>(server: MeasuredServer<Connection>): Step[] {
    const { key: name, protocol, serverMode } = server;
    const { signal, testBinaryTransfer = false, ...options } = this.#options;
    const common = {
      name,
      protocol,
      serverMode,
      signal,
      connectionFactory: () => server.connect(),
    };
    const request = (connection: Connection) => server.ping(connection);
    const steps: Step[] = [
      {
        benchmark: "connection time",
        apart: false,
        create: (onProgress) =>
          new ConnectionBenchmark({
            ...common,
            onProgress,
            numConnections: options.numConnections,
          }),
      },
      {
        benchmark: "latency",
        apart: true,
        create: (onProgress) =>
          new LatencyBenchmark({
            ...common,
            onProgress,
            requestFunc: request,
            numRequests: options.numRequests,
          }),
      },
      {
        benchmark: "bandwidth",
        apart: false,
        create: (onProgress) =>
          new BandwidthBenchmark({
            ...common,
            onProgress,
            uploadFunc: (connection, data) => server.upload(connection, data),
            downloadFunc: (connection, size) =>
              server.download(connection, size),
          }),
      },
      {
        benchmark: "concurrency",
        apart: false,
        create: (onProgress) =>
          new ConcurrentBenchmark({
            ...common,
            onProgress,
            requestFunc: request,
            numClients: options.numConcurrentClients ?? 10,
            requestsPerClient: options.requestsPerClient,
          }),
      },
    ];
    if (testBinaryTransfer) {
      steps.push({
        benchmark: "binary transfer",
        apart: false,
        create: (onProgress) =>
          new BinaryTransferBenchmark({
            ...common,
            onProgress,
            uploadFunc: (connection, data) =>
              server.uploadFile(connection, data),
            downloadFunc: (connection, size) =>
              server.downloadFile(connection, size),
            uploadChunkedFunc: (connection, chunks) =>
              server.uploadFileChunked(connection, chunks),
            downloadChunkedFunc: (connection, size, chunkSize) =>
              server.downloadFileChunked(connection, size, chunkSize),
            fileSizes: options.binaryFileSizes,
            chunkSize: options.binaryChunkSize,
            iterations: options.binaryIterations,
          }),
      });
    }
    return steps;
  }

  #progress(server: string, benchmark: string, fraction: number): void {
    this.#options.onProgress?.({
      server,
      benchmark,
      fraction: (this.#stepsDone + fraction) / this.#steps,
    });
  }

  #warnOfPlacement(): void {
    const warning =
      "client and server could not be kept on processors of their own; " +
      "latencies depend on where the scheduler put them";
    if (!this.#results.warnings.includes(warning)) this.#results.warn(warning);
  }
}
