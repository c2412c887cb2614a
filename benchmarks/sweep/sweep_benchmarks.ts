import { payload } from "../../servers/mod.ts";
import { BandwidthBenchmark } from "../bandwidth_benchmark.ts";
import type { BenchmarkBase } from "../benchmark_base.ts";
import { ConcurrentBenchmark } from "../concurrent_benchmark.ts";
import { ConnectionBenchmark } from "../connection_benchmark.ts";
import { LeanLatencyBenchmark } from "../_lean_latency_benchmark.ts";
import { LatencyBenchmark } from "../latency_benchmark.ts";
import type { MeasuredServer } from "../measured_server.ts";
import type { SweepScale } from "./sweep_options.ts";
import type { SweepQuestion } from "./sweep_question.ts";
import type { ServerOperations } from "../server_operations.ts";
import { requestsOf, transfersOf } from "./sweep_step.ts";

/** What the questions need of a server, wherever it runs. */
export interface AskedServer<Connection> extends
  Pick<
    ServerOperations<Connection>,
    "connect" | "connectLean" | "echo" | "ping" | "protocol" | "upload"
  >,
  Partial<Pick<MeasuredServer<Connection>, "processIds" | "watchEventLoops">> {
  /** Its key in the result document. */
  readonly key: string;
  readonly serverMode: string;
  /** Makes a connection for uploads and downloads, if another does for all else. */
  readonly connectToTransfer?: () => Promise<Connection>;
  download(
    connection: Connection,
    size: number,
  ): Promise<Uint8Array | ArrayBuffer | number>;
}

/** How a step is measured. */
export interface StepOptions {
  /** How thoroughly. */
  readonly scale: SweepScale;
  /** Ends it early when it aborts. */
  readonly signal: AbortSignal;
  /** Hears how far it is, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Fewer requests of one client, among many, would be over before they overlap. */
const LEAST_PER_CLIENT = 10;

/** The benchmarks that answer a question about a server. */
export function benchmarksOf<Connection>(
  server: AskedServer<Connection>,
  question: SweepQuestion,
  { onProgress, scale, signal }: StepOptions,
): BenchmarkBase[] {
  const { connectLean, connectToTransfer, key: name, protocol, serverMode } =
    server;
  const common = {
    name,
    protocol,
    serverMode,
    signal,
    onProgress,
    connectionFactory: () => server.connect(),
  };
  const { processIds, watchEventLoops } = server;
  const { warmupRequests } = scale;
  const ping = (connection: Connection) => server.ping(connection);
  switch (question.kind) {
    case "connection_time":
      return [
        new ConnectionBenchmark({
          ...common,
          numConnections: scale.connections,
        }),
      ];
    case "latency":
      return [
        new LatencyBenchmark({
          ...common,
          requestFunc: ping,
          warmupRequests,
          numRequests: scale.requests,
        }),
        ...connectLean === undefined ? [] : [
          new LeanLatencyBenchmark({
            ...common,
            connectionFactory: connectLean,
            requestFunc: (connection) => connection.ping(),
            warmupRequests,
            numRequests: scale.requests,
          }),
        ],
      ];
    case "latency_by_size": {
      const data = payload(question.size);
      return [
        new LatencyBenchmark({
          ...common,
          requestFunc: (connection) => server.echo(connection, data),
          warmupRequests,
          numRequests: requestsOf(question.size, scale),
        }),
      ];
    }
    case "bandwidth_by_size":
      return [
        new BandwidthBenchmark({
          ...common,
          connectionFactory: connectToTransfer ?? common.connectionFactory,
          uploadFunc: (connection, data) => server.upload(connection, data),
          downloadFunc: (connection, size) => server.download(connection, size),
          dataSizes: [question.size],
          iterations: transfersOf(question.size, scale),
        }),
      ];
    case "concurrent_scaling":
      return [
        new ConcurrentBenchmark({
          ...common,
          requestFunc: ping,
          warmupRequests,
          numClients: question.clients,
          // Of a server elsewhere, nobody here can tell what its processes do.
          server: processIds && watchEventLoops &&
            { processIds, watchEventLoops },
          requestsPerClient: Math.max(
            LEAST_PER_CLIENT,
            Math.ceil(scale.concurrentRequests / question.clients),
          ),
        }),
      ];
  }
}
