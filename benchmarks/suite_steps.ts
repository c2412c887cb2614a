import { BandwidthBenchmark } from "./bandwidth_benchmark.ts";
import type { BenchmarkBase } from "./benchmark_base.ts";
import type { RunAllOptions } from "./suite_options.ts";
import { BinaryTransferBenchmark } from "./binary_transfer_benchmark.ts";
import { ConcurrentBenchmark } from "./concurrent_benchmark.ts";
import { ConnectionBenchmark } from "./connection_benchmark.ts";
import { LeanLatencyBenchmark } from "./_lean_latency_benchmark.ts";
import { LatencyBenchmark } from "./latency_benchmark.ts";
import type { MeasuredServer } from "./measured_server.ts";

/** One benchmark of one server, ready to run. */
export interface SuiteStep {
  /** What progress and errors call it. */
  readonly benchmark: string;
  /** Makes the benchmark. */
  readonly create: (onProgress: (fraction: number) => void) => BenchmarkBase;
  /** Whether client and server belong on processors of their own. */
  readonly apart: boolean;
}

/** The benchmarks of one server, in the order of the run. */
export function stepsOf<Connection>(
  server: MeasuredServer<Connection>,
  { signal, testBinaryTransfer = false, ...options }: RunAllOptions,
): SuiteStep[] {
  const { warmupRequests } = options;
  const { key: name, protocol, serverMode } = server;
  const common = {
    name,
    protocol,
    serverMode,
    signal,
    connectionFactory: () => server.connect(),
  };
  const request = (connection: Connection) => server.ping(connection);
  const { connectLean } = server;
  const steps: SuiteStep[] = [
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
          warmupRequests,
          numRequests: options.numRequests,
        }),
    },
    ...connectLean === undefined ? [] : [{
      benchmark: "latency by the lean client",
      apart: true,
      create: (onProgress: (fraction: number) => void) =>
        new LeanLatencyBenchmark({
          ...common,
          onProgress,
          connectionFactory: connectLean,
          requestFunc: (connection) => connection.ping(),
          warmupRequests,
          numRequests: options.numRequests,
        }),
    }],
    {
      benchmark: "bandwidth",
      apart: false,
      create: (onProgress) =>
        new BandwidthBenchmark({
          ...common,
          onProgress,
          uploadFunc: (connection, data) => server.upload(connection, data),
          downloadFunc: (connection, size) => server.download(connection, size),
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
          warmupRequests,
          numClients: options.numConcurrentClients ?? 10,
          requestsPerClient: options.requestsPerClient,
          trackPerConnection: true,
          server,
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
          uploadFunc: (connection, data) => server.uploadFile(connection, data),
          downloadFunc: (connection, size) =>
            server.downloadFile(connection, size),
          uploadChunkedFunc: (connection, chunks) =>
            server.uploadFileChunked(connection, chunks),
          downloadChunkedFunc: (connection, size, chunkSize) =>
            server.downloadFileChunked(connection, size, chunkSize),
          uploadStreamedFunc: (connection, file, size) =>
            server.uploadFileStreamed(connection, file, size),
          downloadStreamedFunc: (connection, size) =>
            server.downloadFileStreamed(connection, size),
          fileSizes: options.binaryFileSizes,
          chunkSize: options.binaryChunkSize,
          iterations: options.binaryIterations,
        }),
    });
  }
  return steps;
}
