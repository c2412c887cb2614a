/**
 * Benchmarks of remote calls, and what they are built of.
 *
 * @example Compare a call over RPC with one over HTTP
 * ```ts
 * import { LatencyBenchmark } from "@x/rpcbench/benchmarks";
 * import { createHttpSession, HttpServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await HttpServer.start({ port: 0 });
 * const metrics = await new LatencyBenchmark({
 *   name: "ping",
 *   protocol: "http",
 *   connectionFactory: () => Promise.resolve(createHttpSession(server.url)),
 *   requestFunc: async (session) => (await session.get("/ping")).text(),
 *   numRequests: 100,
 * }).execute();
 * assertEquals(metrics.totalRequests, 100);
 * ```
 *
 * @module
 */
export type { MomentsSnapshot } from "./running_moments.ts";
export type {
  AbBlock,
  AbEnd,
  AbMetric,
  AbRecord,
  AbSide,
} from "./ab_record.ts";
export {
  BandwidthBenchmark,
  type BandwidthBenchmarkOptions,
} from "./bandwidth_benchmark.ts";
export {
  BenchmarkBase,
  type BenchmarkOptions,
  type Work,
} from "./benchmark_base.ts";
export {
  BenchmarkContext,
  type BenchmarkContextOptions,
  MeasuredRequest,
  type RequestOutcome,
  type RequestSize,
} from "./benchmark_context.ts";
export {
  BenchmarkMetrics,
  type BenchmarkSubject,
} from "./benchmark_metrics.ts";
export { BenchmarkResults } from "./benchmark_results.ts";
export { BenchmarkSuite } from "./benchmark_suite.ts";
export {
  BinaryTransferBenchmark,
  type BinaryTransferBenchmarkOptions,
} from "./binary_transfer_benchmark.ts";
export {
  ConcurrentBenchmark,
  type ConcurrentBenchmarkOptions,
} from "./concurrent_benchmark.ts";
export {
  ConnectionBenchmark,
  type ConnectionBenchmarkOptions,
} from "./connection_benchmark.ts";
export type { ConnectionFactory } from "./connections.ts";
export {
  type Transfer,
  TransferBenchmark,
  type TransferBenchmarkOptions,
} from "./transfer_benchmark.ts";
export type { TransferOptions } from "./transfers.ts";
export { denoBench, type DenoBenchOptions } from "./deno_bench/deno_bench.ts";
export { benchKey } from "./deno_bench/bench_key.ts";
export { parseDenoBench } from "./deno_bench/parse_deno_bench.ts";
export type { IterationTimes } from "./iteration_times.ts";
export { ErrorLog } from "./error_log.ts";
export { FloorConnection, type FloorOptions, measureFloor } from "./floor.ts";
export {
  LatencyBenchmark,
  type LatencyBenchmarkOptions,
} from "./latency_benchmark.ts";
export * from "./load/mod.ts";
export * from "./metrics/mod.ts";
export { describeMachine, type Machine } from "./machine.ts";
export {
  parseResultDocument,
  parseResultDocuments,
} from "./parse_result_document.ts";
export {
  type PlacementOptions,
  ProcessorPlacement,
} from "./processor_placement.ts";
export {
  type MachineUsage,
  type ProcessUsage,
  ResourceSampler,
  type ResourceSamplerOptions,
  type ResourceUsage,
} from "./resource_sampler.ts";
export type { EventLoopLateness, EventLoopUsage } from "./event_loop_usage.ts";
export type { Repeatable, Repetitions, Stopwatch } from "./repeatable.ts";
export {
  RepeatedBenchmark,
  type RepeatedBenchmarkOptions,
} from "./repeated_benchmark.ts";
export {
  type BandwidthOfSize,
  type BinaryTransferResult,
  type ConcurrentResult,
  type ConnectionResult,
  type ErrorCount,
  type FloorResult,
  INTERRUPTED,
  type LatencyOfSize,
  type ResultDocument,
  type ResultMetadata,
  type RunMetadata,
  type ServerResult,
  serverResults,
  type TransferType,
} from "./result_document.ts";
export {
  SampleRecorder,
  type SampleRecorderOptions,
  type SampleSnapshot,
} from "./sample_recorder.ts";
export * from "./scenarios/mod.ts";
export {
  median,
  percentile,
  summarize,
  type Summary,
  type SummaryOptions,
} from "./statistics.ts";
export * from "./sweep/mod.ts";
export type {
  BenchmarkSuiteOptions,
  RunAllOptions,
  SuiteProgress,
} from "./suite_options.ts";
export { ActivityLog, type ActivityResult } from "./profiling/activity.ts";
export {
  checkForLeaks,
  type CheckForLeaksOptions,
} from "./profiling/check_for_leaks.ts";
export {
  type CodeLocation,
  type CodeOrigin,
  codeOrigin,
} from "./profiling/code_origin.ts";
export type { ProcessActivity } from "./profiling/cpu_profile.ts";
export type {
  CallTreeNode,
  CodePlace,
  CpuResult,
  FunctionTime,
  OriginTime,
} from "./profiling/function_time.ts";
export type {
  AllocationPlace,
  HeapResult,
  OriginAllocations,
} from "./profiling/heap_result.ts";
export {
  LeakCheck,
  type LeakCheckOptions,
  type LeakCheckSides,
} from "./profiling/leak_check.ts";
export type {
  LeakCheckFindings,
  LeakCheckResult,
  LeakCheckSide,
} from "./profiling/leak_check_result.ts";
export type { MemoryResult } from "./profiling/memory_result.ts";
export type {
  EventLoopResult,
  ProfiledSideResult,
  ProfileResult,
} from "./profiling/profile_result.ts";
export { type ActivityOfSides, ProfiledRun } from "./profiling/profiled_run.ts";
export { ProfiledSide } from "./profiling/profiled_side.ts";
export { Profiling, type ProfilingOptions } from "./profiling/profiling.ts";
export type { TransferKind } from "./transfer_kind.ts";
