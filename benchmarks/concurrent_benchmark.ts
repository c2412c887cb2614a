import { letEventsIn } from "./_event_loop.ts";
import { settleAll } from "./_settle_all.ts";
import { BenchmarkBase, type BenchmarkOptions } from "./benchmark_base.ts";
import { summaryOf, WITH_SAMPLES } from "./_summary_of.ts";
import { withoutUndefined } from "./_without_undefined.ts";
import { closeConnections, type ConnectionFactory } from "./connections.ts";
import { requireWholeNumber } from "../rpc/arguments.ts";
import type { Server } from "../servers/mod.ts";
import { requirePositive } from "./options.ts";
import type { Repeatable, Repetitions } from "./repeatable.ts";
import { ResourceSampler, type ResourceUsage } from "./resource_sampler.ts";
import type { ConcurrentResult, ConnectionResult } from "./result_document.ts";
import { SampleRecorder } from "./sample_recorder.ts";
import { warmUp, warmUpBy, WINDOW } from "./warm_up.ts";

/** How many clients there are, and what each does. */
export interface ConcurrentBenchmarkOptions<Connection>
  extends BenchmarkOptions {
  /** Makes the connection of one client. */
  readonly connectionFactory: ConnectionFactory<Connection>;
  /** Makes one request; resolves when it is answered. */
  readonly requestFunc: (connection: Connection) => Promise<unknown>;
  /** How many clients at once. Default 128. */
  readonly numClients?: number;
  /** How many requests each client makes, one after another. Default 100. */
  readonly requestsPerClient?: number;
  /**
   * How many requests each client makes first, unmeasured. Default: as many as
   * it takes until their duration is stable.
   */
  readonly warmupRequests?: number;
  /** Whether to keep what each client saw by itself. Default `false`. */
  readonly trackPerConnection?: boolean;
  /**
   * The server, to tell what its processes and this one use meanwhile, and how busy
   * their event loops are; see {@linkcode ResourceSampler} for the permissions that
   * this takes. Default: that is not measured.
   */
  readonly server?: Pick<Server, "processIds" | "watchEventLoops">;
}

/** One client, and what it saw. */
class Client<Connection> {
  /** One, or none if it could not connect; a connection may be any value. */
  readonly connections: Connection[] = [];
  connectionTime: number | undefined;
  readonly latencies = new SampleRecorder();
  totalRequests = 0;
  failedRequests = 0;

  result(): ConnectionResult {
    return withoutUndefined({
      total_requests: this.totalRequests,
      failed_requests: this.failedRequests,
      connection_time: this.connectionTime,
      latency: summaryOf(this.latencies),
    });
  }
}

/**
 * Measures many clients at once: all connect at the same time, wait for each
 * other, then make their requests in a closed loop.
 *
 * A client that cannot connect counts as one failed request. Throughput counts
 * served requests, from the first request to the last answer.
 *
 * @example Eight clients
 * ```ts
 * import { ConcurrentBenchmark } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const metrics = await new ConcurrentBenchmark({
 *   name: "eight",
 *   protocol: "rpc",
 *   connectionFactory: () => createRpcConnection(server),
 *   requestFunc: ({ root }) => root.ping(),
 *   numClients: 8,
 * }).execute();
 * assertEquals(metrics.computeStatistics().concurrent?.total_requests, 800);
 * ```
 */
export class ConcurrentBenchmark<Connection> extends BenchmarkBase
  implements Repeatable {
  /** It has one, which needs no name: all requests of all clients. */
  readonly works: readonly string[] = [""];
  readonly #options: ConcurrentBenchmarkOptions<Connection>;
  readonly #requestsPerClient: number;
  readonly #warmupRequests: number | undefined;
  readonly #clients: readonly Client<Connection>[];
  /** Of all clients in the order of their answers: what slows one down, slows others too. */
  readonly #latencies = new SampleRecorder();
  /** Seconds in which requests were made. */
  #duration = 0;
  /** The first that a piece of work is yet to tell of. */
  #failure: { readonly reason: unknown } | undefined;

  /** Throws a `RangeError` for a count that is not a whole number. */
  constructor(options: ConcurrentBenchmarkOptions<Connection>) {
    super(options);
    const {
      numClients = 128,
      requestsPerClient = 100,
      warmupRequests,
    } = options;
    this.#options = options;
    this.#requestsPerClient = requirePositive(
      "requestsPerClient",
      requestsPerClient,
    );
    this.#warmupRequests = warmupRequests === undefined
      ? undefined
      : requireWholeNumber("warmupRequests", warmupRequests, 0);
    this.#clients = Array.from(
      { length: requirePositive("numClients", numClients) },
      () => new Client<Connection>(),
    );
  }

  /** Connects all clients and warms the server up. */
  protected override async setup(): Promise<void> {
    await Promise.all(this.#clients.map((client) => this.#connect(client)));
    const request = () => this.#requestOfEach();
    const stopped = () => this.stopped;
    if (this.#warmupRequests !== undefined) {
      await warmUpBy(this.#warmupRequests, request, stopped);
    } else {
      const window = Math.max(20, Math.ceil(WINDOW / this.#clients.length));
      await warmUp(request, stopped, window);
    }
  }

  /** Makes all requests. */
  protected override async run(): Promise<void> {
    const { server } = this.#options;
    await using sampler = server && await ResourceSampler.start({
      serverProcesses: () => server.processIds(),
      ownEventLoop: true,
      serverEventLoops: () => server.watchEventLoops(),
    });
    const start = performance.now();
    await this.#requestAll();
    this.#duration += (performance.now() - start) / 1000;
    const usage = await sampler?.stop();
    this.metrics.setConcurrent(() => this.#result(usage));
  }

  /**
   * Sets up, and leaves it to the caller how often all clients make all their requests;
   * disposal tears down. What processes use meanwhile is not measured.
   */
  open(): Promise<Repetitions> {
    return this.openFor({
      run: () => this.#requestAll(),
      rehearse: () => this.#requestOfEach(),
      record: (seconds) => {
        this.#duration += seconds;
        this.metrics.setConcurrent(() => this.#result());
        const failure = this.#failure;
        this.#failure = undefined;
        if (failure !== undefined) throw failure.reason;
      },
    });
  }

  /** Closes the connections. */
  protected override teardown(): Promise<void> {
    return closeConnections(
      this.#clients.flatMap(({ connections }) => connections.splice(0)),
    );
  }

  async #requestAll(): Promise<void> {
    await Promise.all(
      this.#clients.flatMap((client) =>
        client.connections.map((connection) =>
          this.#request(client, connection)
        )
      ),
    );
  }

  #connections(): Connection[] {
    return this.#clients.flatMap(({ connections }) => connections);
  }

  async #connect(client: Client<Connection>): Promise<void> {
    const start = performance.now();
    try {
      client.connections.push(await this.#options.connectionFactory());
      client.connectionTime = (performance.now() - start) / 1000;
    } catch (error) {
      if (!this.stopped) this.#fail(client, error);
    }
  }

  #fail(client: Client<Connection>, error: unknown): void {
    client.totalRequests++;
    client.failedRequests++;
    this.metrics.recordFailure(error);
    this.#failure ??= { reason: error };
  }

  async #requestOfEach(): Promise<void> {
    const { requestFunc } = this.#options;
    // One that is still under way would reach into the measuring.
    await settleAll(
      this.#connections().map(async (connection) => {
        await requestFunc(connection);
      }),
    );
  }

  async #request(
    client: Client<Connection>,
    connection: Connection,
  ): Promise<void> {
    const { requestFunc, trackPerConnection } = this.#options;
    for (let i = 1; i <= this.#requestsPerClient && !this.stopped; i++) {
      const start = performance.now();
      try {
        await requestFunc(connection);
        const latency = (performance.now() - start) / 1000;
        client.totalRequests++;
        this.metrics.recordSuccess();
        this.#latencies.record(latency);
        if (trackPerConnection) client.latencies.record(latency);
      } catch (error) {
        if (!this.stopped) this.#fail(client, error);
        await letEventsIn();
      }
      if (client === this.#clients[0]) {
        this.progress(i / this.#requestsPerClient);
      }
    }
  }

  #result(usage?: ResourceUsage): ConcurrentResult {
    const connectionTimes = new SampleRecorder();
    let total = 0;
    let failed = 0;
    for (const client of this.#clients) {
      total += client.totalRequests;
      failed += client.failedRequests;
      if (client.connectionTime !== undefined) {
        connectionTimes.record(client.connectionTime);
      }
    }
    return withoutUndefined({
      connections: this.#clients.length,
      total_requests: total,
      failed_requests: failed,
      success_rate: total === 0 ? 0 : (total - failed) / total,
      throughput: (total - failed) / this.#duration,
      duration: this.#duration,
      connection_time: summaryOf(connectionTimes, WITH_SAMPLES),
      latency: summaryOf(this.#latencies, WITH_SAMPLES),
      per_connection: this.#options.trackPerConnection
        ? this.#clients.map((client) => client.result())
        : undefined,
      cpu_usage: usage?.cpu_usage,
      server_process: usage?.server_process,
      client_process: usage?.client_process,
    });
  }
}
