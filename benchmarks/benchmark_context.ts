import type { RpcTelemetry } from "../telemetry/mod.ts";
import {
  BenchmarkMetrics,
  type BenchmarkSubject,
} from "./benchmark_metrics.ts";
import { ResourceSampler } from "./resource_sampler.ts";

/** What a {@linkcode BenchmarkContext} measures. */
export interface BenchmarkContextOptions extends BenchmarkSubject {
  /** Whether requests are timed. Default `true`. */
  readonly measureLatency?: boolean;
  /** Whether requests that say how many bytes they move count as bandwidth. Default `false`. */
  readonly measureBandwidth?: boolean;
  /** Whether the machine's and this process's use is sampled. Default `false`. */
  readonly measureSystem?: boolean;
  /** What records the calls: what it knows in the end goes into the result. */
  readonly telemetry?: RpcTelemetry;
}

/** How many bytes a request moves. */
export interface RequestSize {
  /** Bytes from this program to the server. */
  readonly bytesSent?: number;
  /** Bytes from the server to this program. */
  readonly bytesReceived?: number;
}

/** How a request ended. */
export type RequestOutcome =
  | { readonly success: true }
  | { readonly success: false; readonly error?: unknown };

/**
 * A request that is being timed: from its making to its disposal.
 *
 * Unless {@linkcode MeasuredRequest.record} says that it succeeded, it counts as
 * failed: an error that leaves the block is no success.
 */
export class MeasuredRequest implements Disposable {
  readonly #finish: (
    outcome: RequestOutcome | undefined,
    seconds: number,
  ) => void;
  readonly #start = performance.now();
  #seconds: number | undefined;
  #outcome: RequestOutcome | undefined;
  #disposed = false;

  /** Made by {@linkcode BenchmarkContext.measureRequest}. */
  constructor(
    finish: (outcome: RequestOutcome | undefined, seconds: number) => void,
  ) {
    this.#finish = finish;
  }

  /** Says how the request ended, and stops its clock. */
  record(outcome: RequestOutcome): void {
    this.#seconds ??= (performance.now() - this.#start) / 1000;
    this.#outcome = outcome;
  }

  /** Counts the request. */
  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const seconds = this.#seconds ?? (performance.now() - this.#start) / 1000;
    this.#finish(this.#outcome, seconds);
  }
}

/**
 * Measures the calls of a program of your own, where they are made.
 *
 * @example Time the calls of a program
 * ```ts
 * import { BenchmarkContext } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using bench = new BenchmarkContext({ name: "my app", protocol: "rpc" });
 * await using connection = await bench.measureConnectionTime(
 *   () => createRpcConnection(server),
 * );
 * for (let i = 0; i < 10; i++) {
 *   using request = bench.measureRequest();
 *   await connection.root.ping();
 *   request.record({ success: true });
 * }
 * const metrics = await bench.getResults();
 * assertEquals(metrics.computeStatistics().latency?.count, 10);
 * ```
 */
export class BenchmarkContext implements Disposable, AsyncDisposable {
  readonly #metrics: BenchmarkMetrics;
  readonly #measureLatency: boolean;
  readonly #measureBandwidth: boolean;
  readonly #sampler: Promise<ResourceSampler> | undefined;
  readonly #telemetry: RpcTelemetry | undefined;
  readonly #open: MeasuredRequest[] = [];
  #ended: Promise<void> | undefined;

  /** Starts to measure. */
  constructor(options: BenchmarkContextOptions) {
    const {
      measureLatency = true,
      measureBandwidth = false,
      measureSystem = false,
    } = options;
    this.#metrics = new BenchmarkMetrics(options);
    this.#measureLatency = measureLatency;
    this.#measureBandwidth = measureBandwidth;
    this.#sampler = measureSystem ? ResourceSampler.start() : undefined;
    this.#telemetry = options.telemetry;
    this.#metrics.start();
  }

  /** Times the making of a connection, and returns it; a failure is counted and thrown. */
  async measureConnectionTime<Connection>(
    connect: () => Promise<Connection>,
  ): Promise<Connection> {
    const start = performance.now();
    try {
      const connection = await connect();
      this.#metrics.addConnectionTime((performance.now() - start) / 1000);
      return connection;
    } catch (error) {
      this.#metrics.recordFailure(error);
      throw error;
    }
  }

  /**
   * Begins to time a request, until the returned object is disposed of. With
   * sizes, and if the context measures bandwidth, it counts as a transfer too.
   */
  measureRequest(size: RequestSize = {}): MeasuredRequest {
    const request = new MeasuredRequest((outcome, seconds) => {
      const index = this.#open.indexOf(request);
      if (index >= 0) this.#open.splice(index, 1);
      this.#count(outcome, seconds, size);
    });
    this.#open.push(request);
    return request;
  }

  /**
   * Says how the request that was begun last has ended; without one that is
   * still open, counts a request without a time. Where several are open at once,
   * use {@linkcode MeasuredRequest.record}.
   */
  recordRequest(outcome: RequestOutcome): void {
    const request = this.#open.at(-1);
    if (request !== undefined) request.record(outcome);
    else if (outcome.success) this.#metrics.recordSuccess();
    else this.#metrics.recordFailure(outcome.error ?? new Error(UNTOLD));
  }

  /** Ends the measuring and returns what was measured. */
  async getResults(): Promise<BenchmarkMetrics> {
    await this[Symbol.asyncDispose]();
    return this.#metrics;
  }

  /** Ends the measuring. */
  async [Symbol.asyncDispose](): Promise<void> {
    await (this.#ended ??= this.#end());
  }

  /** Ends the measuring; what the system used is still being read when it returns. */
  [Symbol.dispose](): void {
    this.#ended ??= this.#end();
  }

  async #end(): Promise<void> {
    this.#metrics.end();
    if (this.#telemetry !== undefined) {
      this.#metrics.setRemoteCalls(this.#telemetry.toJSON());
    }
    if (this.#sampler === undefined) return;
    await using sampler = await this.#sampler;
    this.#metrics.setResourceUsage(await sampler.stop());
  }

  #count(
    outcome: RequestOutcome | undefined,
    seconds: number,
    { bytesSent, bytesReceived }: RequestSize,
  ): void {
    if (outcome === undefined || !outcome.success) {
      this.#metrics.recordFailure(outcome?.error ?? new Error(UNTOLD));
      return;
    }
    if (this.#measureLatency) this.#metrics.addLatency(seconds);
    else this.#metrics.recordSuccess();
    if (!this.#measureBandwidth) return;
    if (bytesSent) this.#metrics.addUploadBandwidth(bytesSent, seconds);
    if (bytesReceived) {
      this.#metrics.addDownloadBandwidth(bytesReceived, seconds);
    }
  }
}

const UNTOLD = "the request ended without a word of its success";
