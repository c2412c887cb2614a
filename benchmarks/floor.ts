import {
  discard,
  encodeOrder,
  FLOOR_BUFFER_LENGTH,
  type FloorOrder,
  readFully,
  TcpFloorServer,
  writeFully,
} from "../servers/mod.ts";
import { payload } from "../servers/mod.ts";
import { requirePositive } from "./options.ts";
import { ProcessorPlacement } from "./processor_placement.ts";
import type { FloorResult } from "./result_document.ts";
import { SampleRecorder } from "./sample_recorder.ts";
import { warmUp } from "./warm_up.ts";

/** As many bytes as the smallest call of the RPC protocol. */
const ECHO_LENGTH = 32;
/** As many round trips, over all connections, as it takes to have a rate. */
const ROUND_TRIPS = 20_000;

/** How thoroughly the floor is measured. */
export interface FloorOptions {
  /** How many round trips for the latency. Default 1000. */
  readonly numRequests?: number;
  /** How many connections for the throughput. Default 10. */
  readonly connections?: number;
  /** Bytes of one transfer for the bandwidth. Default 1 MiB. */
  readonly transferSize?: number;
  /** How many transfers of each kind; the fastest counts. Default 20. */
  readonly transfers?: number;
  /** Ends the measuring early when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Measures what a bare TCP connection does, without frames and without a codec:
 * the least latency and the most throughput that this runtime can show on this
 * machine. Results mean something as multiples of it.
 *
 * @throws {RangeError} for an option that is not a whole number above 0.
 * @throws {DOMException} or the signal's own reason, when it aborts.
 *
 * @example Know what a round trip costs at least
 * ```ts
 * import { measureFloor } from "@x/rpcbench/benchmarks";
 * import { assertGreater } from "@std/assert";
 *
 * const floor = await measureFloor({ numRequests: 100, transferSize: 1e6 });
 * assertGreater(floor.latency.median, 0);
 * ```
 */
export async function measureFloor(
  options: FloorOptions = {},
): Promise<FloorResult> {
  const {
    numRequests = 1000,
    connections = 10,
    transferSize = 1024 * 1024,
    transfers = 20,
    signal,
  } = options;
  requirePositive("numRequests", numRequests);
  requirePositive("connections", connections);
  requirePositive("transferSize", transferSize);
  requirePositive("transfers", transfers);
  signal?.throwIfAborted();
  await using server = await TcpFloorServer.start();
  const latency = await measureLatency(server, numRequests, signal);
  const throughput = await measureThroughput(server, connections, signal);
  const bandwidthOf = (kind: "keep" | "discard") =>
    measureBandwidth(server, { kind, length: transferSize }, transfers, signal);
  return {
    latency: latency.summary(),
    throughput,
    connections,
    transfer_size: transferSize,
    bandwidth: await bandwidthOf("keep"),
    bandwidth_discarded: await bandwidthOf("discard"),
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

  /** Sends bytes, which the server keeps or discards, until it has all. */
  async upload(order: FloorOrder, data: Uint8Array): Promise<void> {
    await writeFully(this.#connection, encodeOrder(order));
    await writeFully(this.#connection, data);
    await this.#connection.read(this.#buffer);
  }

  /** Receives bytes into one fresh buffer. */
  async download(length: number): Promise<Uint8Array> {
    await writeFully(this.#connection, encodeOrder({ kind: "send", length }));
    const bytes = new Uint8Array(length);
    await readFully(this.#connection, bytes);
    return bytes;
  }

  /** Receives bytes, and discards them as they come. */
  async downloadDiscarding(length: number): Promise<void> {
    await writeFully(this.#connection, encodeOrder({ kind: "send", length }));
    await discard(this.#connection, length, this.#buffer);
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

async function measureLatency(
  server: TcpFloorServer,
  requests: number,
  signal: AbortSignal | undefined,
): Promise<SampleRecorder> {
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => server.processIds(),
  });
  using connection = await FloorConnection.openEcho(server);
  const echo = () => connection.echo();
  await warmUp(echo, () => signal?.aborted ?? false);
  const recorder = new SampleRecorder();
  for (let i = 0; i < requests; i++) {
    signal?.throwIfAborted();
    const start = performance.now();
    await connection.echo();
    recorder.record((performance.now() - start) / 1000);
  }
  return recorder;
}

async function measureThroughput(
  server: TcpFloorServer,
  count: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  using stack = new DisposableStack();
  const connections = await Promise.all(
    Array.from({ length: count }, async () => {
      return stack.use(await FloorConnection.openEcho(server));
    }),
  );
  const requests = Math.ceil(ROUND_TRIPS / count);
  const run = (times: number) =>
    Promise.all(connections.map(async (connection) => {
      for (let i = 0; i < times; i++) {
        signal?.throwIfAborted();
        await connection.echo();
      }
    }));
  await run(Math.ceil(requests / 4));
  const start = performance.now();
  await run(requests);
  return count * requests / ((performance.now() - start) / 1000);
}

async function measureBandwidth(
  server: TcpFloorServer,
  order: { readonly kind: "keep" | "discard"; readonly length: number },
  transfers: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  using connection = await FloorConnection.open(server);
  const data = payload(order.length);
  let best = 0;
  // The first transfer grows the windows; it could hardly be the fastest.
  for (let i = 0; i <= transfers; i++) {
    signal?.throwIfAborted();
    const start = performance.now();
    await connection.upload(order, data);
    const seconds = (performance.now() - start) / 1000;
    best = Math.max(best, order.length / seconds);
  }
  return best;
}
