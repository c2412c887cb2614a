import {
  discard,
  encodeOrder,
  FLOOR_BUFFER_LENGTH,
  type FloorOrder,
  readFully,
  TcpFloorServer,
  writeFully,
} from "../servers/mod.ts";
import { BandwidthBenchmark } from "./bandwidth_benchmark.ts";
import type { BenchmarkBase } from "./benchmark_base.ts";
import type { BenchmarkMetrics } from "./benchmark_metrics.ts";
import { ConcurrentBenchmark } from "./concurrent_benchmark.ts";
import { LatencyBenchmark } from "./latency_benchmark.ts";
import { requirePositive } from "./options.ts";
import { ProcessorPlacement } from "./processor_placement.ts";
import type { FloorResult, ServerResult } from "./result_document.ts";

/** As many bytes as the smallest call of the RPC protocol. */
const ECHO_LENGTH = 32;

/** How thoroughly the floor is measured. */
export interface FloorOptions {
  /** How many round trips for the latency. Default 1000. */
  readonly numRequests?: number;
  /** How many connections for the throughput. Default 10. */
  readonly numConcurrentClients?: number;
  /** How many round trips on each of them. Default 100. */
  readonly requestsPerClient?: number;
  /** Unmeasured round trips before the measured ones. Default: until they are stable. */
  readonly warmupRequests?: number;
  /** Bytes of one transfer for the bandwidth. Default 1 MiB. */
  readonly transferSize?: number;
  /** How many transfers of each kind; the fastest counts. Default 20. */
  readonly transfers?: number;
  /** Ends the measuring early when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Measures what a bare TCP connection does, without frames and without a codec,
 * by the same benchmarks that measure the servers: the least latency and the
 * most throughput that this runtime can show on this machine. Results mean
 * something as multiples of it.
 *
 * @throws {RangeError} for an option that is not a whole number above 0.
 * @throws the signal's reason, when it aborts.
 *
 * @example Know what a round trip costs at least
 * ```ts
 * import { measureFloor } from "@x/rpcbench/benchmarks";
 * import { assertGreater } from "@std/assert";
 *
 * const floor = await measureFloor({ numRequests: 100, transfers: 3 });
 * assertGreater(floor.latency.median, 0);
 * ```
 */
export async function measureFloor(
  options: FloorOptions = {},
): Promise<FloorResult> {
  const {
    numRequests = 1000,
    numConcurrentClients = 10,
    requestsPerClient = 100,
    warmupRequests,
    transferSize = 1024 * 1024,
    transfers = 20,
    signal,
  } = options;
  requirePositive("numRequests", numRequests);
  requirePositive("numConcurrentClients", numConcurrentClients);
  requirePositive("requestsPerClient", requestsPerClient);
  requirePositive("transferSize", transferSize);
  requirePositive("transfers", transfers);
  signal?.throwIfAborted();
  await using server = await TcpFloorServer.start();
  const common = {
    name: "floor",
    protocol: "tcp",
    signal,
    warmupRequests,
    requestFunc: (connection: FloorConnection) => connection.echo(),
    connectionFactory: () => FloorConnection.openEcho(server),
  };
  const latency = await apart(
    server,
    new LatencyBenchmark({ ...common, numRequests }),
  );
  const throughput = await new ConcurrentBenchmark({
    ...common,
    numClients: numConcurrentClients,
    requestsPerClient,
  }).execute();
  const bandwidth = async (kind: "keep" | "discard") =>
    (await new BandwidthBenchmark({
      ...common,
      connectionFactory: () => FloorConnection.open(server),
      uploadFunc: (connection, data) =>
        connection.upload({ kind, length: data.length }, data),
      downloadFunc: (connection, size) => connection.download(kind, size),
      dataSizes: [transferSize],
      iterations: transfers,
    }).execute()).computeStatistics();
  const kept = await bandwidth("keep");
  const discarded = await bandwidth("discard");
  signal?.throwIfAborted();
  return {
    latency: required(latency.computeStatistics().latency),
    throughput: required(throughput.computeStatistics().concurrent).throughput,
    connections: numConcurrentClients,
    transfer_size: transferSize,
    bandwidth: fastest(kept),
    bandwidth_discarded: fastest(discarded),
  };
}

/** A connection to the floor's server; every method is as little as can be. */
export class FloorConnection implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(FLOOR_BUFFER_LENGTH);
  readonly #bytes = new Uint8Array(ECHO_LENGTH);

  private constructor(connection: Deno.TcpConn) {
    connection.setNoDelay(true);
    this.#connection = connection;
  }

  /** Connects to a floor's server. */
  static async open(server: TcpFloorServer): Promise<FloorConnection> {
    return new FloorConnection(await Deno.connect(server));
  }

  /** Connects, and asks for an echo from then on. */
  static async openEcho(server: TcpFloorServer): Promise<FloorConnection> {
    const connection = await FloorConnection.open(server);
    await writeFully(connection.#connection, encodeOrder({ kind: "echo" }));
    return connection;
  }

  /** Sends a few bytes and waits for them to come back. */
  async echo(): Promise<void> {
    await this.#connection.write(this.#bytes);
    for (let received = 0; received < ECHO_LENGTH;) {
      const read = await this.#connection.read(this.#buffer);
      if (read === null) throw new Error("the floor's server closed");
      received += read;
    }
  }

  /** Sends any number of bytes and waits for them to come back. */
  async exchange(bytes: Uint8Array): Promise<void> {
    const receive = () => discard(this.#connection, bytes.length, this.#buffer);
    if (bytes.length <= FLOOR_BUFFER_LENGTH) {
      await writeFully(this.#connection, bytes);
      await receive();
    } else {
      // More than the system keeps, neither end could send on.
      await Promise.all([writeFully(this.#connection, bytes), receive()]);
    }
  }

  /** Sends bytes, which the server keeps or discards, until it has all. */
  async upload(order: FloorOrder, data: Uint8Array): Promise<void> {
    await writeFully(this.#connection, encodeOrder(order));
    await writeFully(this.#connection, data);
    await this.#receive(this.#buffer.subarray(0, 1));
  }

  /**
   * Receives bytes, into one fresh buffer or discarding them as they come, and
   * returns how many.
   */
  async download(kind: "keep" | "discard", length: number): Promise<number> {
    await writeFully(this.#connection, encodeOrder({ kind: "send", length }));
    if (kind === "discard") {
      await discard(this.#connection, length, this.#buffer);
    } else {
      await this.#receive(new Uint8Array(length));
    }
    return length;
  }

  async #receive(bytes: Uint8Array): Promise<void> {
    if (await readFully(this.#connection, bytes)) return;
    throw new Error("the floor's server closed");
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

async function apart(
  server: TcpFloorServer,
  benchmark: BenchmarkBase,
): Promise<BenchmarkMetrics> {
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => server.processIds(),
  });
  return await benchmark.execute();
}

/** The most bytes per second, whichever way they went. */
function fastest(
  { upload_bandwidth, download_bandwidth }: ServerResult,
): number {
  return Math.max(
    required(upload_bandwidth).max,
    required(download_bandwidth).max,
  );
}

function required<Measured>(measured: Measured | undefined): Measured {
  if (measured !== undefined) return measured;
  throw new Error("the floor could not be measured: no request succeeded");
}
