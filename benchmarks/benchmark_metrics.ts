import type { RemoteCalls } from "../telemetry/mod.ts";
import type { CaseProfile } from "./scenarios/profile_case.ts";
import type { CaseResult } from "./scenarios/case_result.ts";
import { BandwidthRecorders } from "./_bandwidth_recorders.ts";
import { summaryOf, WITH_SAMPLES } from "./_summary_of.ts";
import { TransferRecorders } from "./_transfer_recorders.ts";
import { withoutUndefined } from "./_without_undefined.ts";
import { ErrorLog } from "./error_log.ts";
import type { LoadResult } from "./load/load_result.ts";
import type { ResourceUsage } from "./resource_sampler.ts";
import type { ConcurrentResult, ServerResult } from "./result_document.ts";
import { SampleRecorder } from "./sample_recorder.ts";
import type { TransferKind } from "./transfer_kind.ts";

/** Whose numbers they are. */
export interface BenchmarkSubject {
  /** What reports call it. */
  readonly name: string;
  /** `"rpc"`, `"http"`, or whatever else was measured. */
  readonly protocol: string;
  /** `"threaded"` or `"forking"`. Default `"threaded"`. */
  readonly serverMode?: string;
}

/**
 * Collects what benchmarks measure and computes the statistics of it.
 *
 * Durations are in seconds. Metrics of several benchmarks of one server merge
 * into one result.
 *
 * @example Record by hand
 * ```ts
 * import { BenchmarkMetrics } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const metrics = new BenchmarkMetrics({ name: "by hand", protocol: "rpc" });
 * metrics.addLatency(0.001);
 * metrics.addLatency(0.003);
 * metrics.recordFailure(new Error("lost"));
 * const { latency, failed_requests } = metrics.computeStatistics();
 * assertEquals(latency?.mean, 0.002);
 * assertEquals(failed_requests, 1);
 * ```
 */
export class BenchmarkMetrics {
  /** What reports call it. */
  readonly name: string;
  /** `"rpc"`, `"http"`, or whatever else was measured. */
  readonly protocol: string;
  /** `"threaded"` or `"forking"`. */
  readonly serverMode: string;

  readonly #connectionTimes = new SampleRecorder();
  readonly #latencies = new SampleRecorder();
  readonly #leanLatencies = new SampleRecorder();
  readonly #bandwidths = new BandwidthRecorders();
  readonly #transfers = new TransferRecorders();
  readonly #errors = new ErrorLog();
  readonly #cases: CaseResult[] = [];
  readonly #profiles: CaseProfile[] = [];
  #concurrent: (() => ConcurrentResult) | undefined;
  readonly #loads: LoadResult[] = [];
  #remoteCalls: RemoteCalls | undefined;
  #usage: ResourceUsage | undefined;
  #totalRequests = 0;
  #failedRequests = 0;
  #duration = 0;
  #startedAt: number | undefined;

  /** Starts with nothing recorded. */
  constructor({ name, protocol, serverMode = "threaded" }: BenchmarkSubject) {
    this.name = name;
    this.protocol = protocol;
    this.serverMode = serverMode;
  }

  /** Every attempt so far, failed ones included. */
  get totalRequests(): number {
    return this.#totalRequests;
  }

  /** The attempts that failed. */
  get failedRequests(): number {
    return this.#failedRequests;
  }

  /** Starts the clock for `duration`. */
  start(): void {
    this.#startedAt = performance.now();
  }

  /** Stops the clock; time between several starts and ends adds up. */
  end(): void {
    if (this.#startedAt === undefined) return;
    this.#duration += (performance.now() - this.#startedAt) / 1000;
    this.#startedAt = undefined;
  }

  /** Counts a connection that was established in `seconds`. */
  addConnectionTime(seconds: number): void {
    this.recordSuccess();
    this.#connectionTimes.record(seconds);
  }

  /** Counts a request that was answered in `seconds`. */
  addLatency(seconds: number): void {
    this.recordSuccess();
    this.#latencies.record(seconds);
  }

  /** Counts a request that the lean HTTP client had answered in `seconds`. */
  addLeanLatency(seconds: number): void {
    this.recordSuccess();
    this.#leanLatencies.record(seconds);
  }

  /** Counts an upload of `bytes` that took `seconds`. */
  addUpload(bytes: number, seconds: number): void {
    this.recordSuccess();
    this.addUploadBandwidth(bytes, seconds);
  }

  /** Counts the bytes of an upload whose request is counted already. */
  addUploadBandwidth(bytes: number, seconds: number): void {
    this.#bandwidths.addUpload(bytes, seconds);
  }

  /** Counts a download of `bytes` that took `seconds`. */
  addDownload(bytes: number, seconds: number): void {
    this.recordSuccess();
    this.addDownloadBandwidth(bytes, seconds);
  }

  /** Counts the bytes of a download whose request is counted already. */
  addDownloadBandwidth(bytes: number, seconds: number): void {
    this.#bandwidths.addDownload(bytes, seconds);
  }

  /** Counts a transfer of a file that took `seconds`. */
  addTransfer(kind: TransferKind, seconds: number): void {
    this.recordSuccess();
    this.#transfers.add(kind, seconds);
  }

  /** Counts an attempt that succeeded, without a time. */
  recordSuccess(): void {
    this.#totalRequests++;
  }

  /** Counts an attempt that failed; it has no time. */
  recordFailure(error: unknown): void {
    this.#totalRequests++;
    this.#failedRequests++;
    this.#errors.add(error);
  }

  /** The cases of scenarios so far. */
  get cases(): readonly CaseResult[] {
    return this.#cases;
  }

  /**
   * Sets what tells, whenever it is asked, what a concurrent benchmark has found by
   * then; its requests are counted one by one.
   */
  setConcurrent(found: () => ConcurrentResult): void {
    this.#concurrent = found;
  }

  /** Adds what a run of load found; its requests count here too. */
  addLoad(result: LoadResult): void {
    this.#loads.push(result);
    this.#totalRequests += result.total_requests;
    this.#failedRequests += result.failed_requests;
    this.#errors.addCounts(result.errors);
  }

  /** Adds what a case of a scenario found; its requests count here too. */
  addCase(result: CaseResult): void {
    this.#cases.push(result);
    this.#totalRequests += result.total_requests;
    this.#failedRequests += result.failed_requests;
    for (const { errors } of result.iterations) this.#errors.addCounts(errors);
  }

  /** Adds where time and memory went in a case; its requests count nowhere. */
  addProfile(profile: CaseProfile): void {
    this.#profiles.push(profile);
  }

  /** Sets what telemetry recorded of the calls; they count nowhere. */
  setRemoteCalls(calls: RemoteCalls): void {
    this.#remoteCalls = calls;
  }

  /** Sets what the machine and the processes used. */
  setResourceUsage(usage: ResourceUsage): void {
    this.#usage = usage;
  }

  /** Takes in all that other metrics have; where only one can be, the other's wins. */
  merge(other: BenchmarkMetrics): void {
    this.#connectionTimes.merge(other.#connectionTimes);
    this.#latencies.merge(other.#latencies);
    this.#leanLatencies.merge(other.#leanLatencies);
    this.#bandwidths.merge(other.#bandwidths);
    this.#transfers.merge(other.#transfers);
    this.#loads.push(...other.#loads);
    this.#errors.merge(other.#errors);
    this.#concurrent = other.#concurrent ?? this.#concurrent;
    this.#cases.push(...other.#cases);
    this.#profiles.push(...other.#profiles);
    this.#remoteCalls = other.#remoteCalls ?? this.#remoteCalls;
    this.#usage = other.#usage ?? this.#usage;
    this.#totalRequests += other.#totalRequests;
    this.#failedRequests += other.#failedRequests;
    this.#duration += other.#duration;
  }

  /** The samples of the latency in seconds, while they are few enough to be kept. */
  latencySamples(): Float64Array | undefined {
    return this.#latencies.samples();
  }

  /** What the result document says of all this. */
  computeStatistics(): ServerResult {
    const { name, protocol, serverMode: server_mode } = this;
    const total_requests = this.#totalRequests;
    const failed_requests = this.#failedRequests;
    return withoutUndefined({
      name,
      protocol,
      server_mode,
      duration: this.#duration,
      total_requests,
      failed_requests,
      success_rate: total_requests === 0
        ? undefined
        : (total_requests - failed_requests) / total_requests,
      connection_time: summaryOf(this.#connectionTimes, WITH_SAMPLES),
      latency: summaryOf(this.#latencies, WITH_SAMPLES),
      lean_latency: summaryOf(this.#leanLatencies, WITH_SAMPLES),
      ...this.#bandwidths.results(),
      binary_transfer: unlessEmpty(this.#transfers.results()),
      concurrent: this.#concurrent?.(),
      load: unlessEmpty(this.#loads),
      cases: unlessEmpty(this.#cases),
      profiles: unlessEmpty(this.#profiles),
      remote_calls: this.#remoteCalls,
      ...this.#usage,
      metadata: { errors: this.#errors.counts() },
    });
  }
}

function unlessEmpty<Item>(
  items: readonly Item[],
): readonly Item[] | undefined {
  return items.length === 0 ? undefined : [...items];
}
