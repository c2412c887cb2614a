import { requireWholeNumber } from "../rpc/arguments.ts";
import { requirePositive } from "./options.ts";

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
  /** The benchmark at work: `"latency"`; `"start"` while the server starts. */
  readonly benchmark: string;
  /** How much of the whole run is done, from 0 to 1, in benchmarks. */
  readonly fraction: number;
}

/** Which servers are measured, and how thoroughly. */
export interface RunAllOptions {
  /** Whether the threaded RPC server is measured. Default `true`. */
  readonly testRpcThreaded?: boolean;
  /** Whether the forking RPC server is measured. Default `true`. */
  readonly testRpcForking?: boolean;
  /** Whether the HTTP server is measured. Default `true`. */
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
  /** Unmeasured requests before latency and concurrency. Default: until they are stable. */
  readonly warmupRequests?: number;
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

/** Throws a `RangeError` that names the first count or size that cannot be. */
export function checkRunOptions(options: RunAllOptions): void {
  const {
    numConnections,
    numRequests,
    numConcurrentClients,
    requestsPerClient,
    warmupRequests = 0,
    binaryChunkSize,
    binaryIterations,
    binaryFileSizes = [],
  } = options;
  const counts = {
    numConnections,
    numRequests,
    numConcurrentClients,
    requestsPerClient,
    binaryChunkSize,
    binaryIterations,
  };
  for (const [name, value] of Object.entries(counts)) {
    if (value !== undefined) requirePositive(name, value);
  }
  requireWholeNumber("warmupRequests", warmupRequests, 0);
  for (const size of binaryFileSizes) requirePositive("binaryFileSizes", size);
}
