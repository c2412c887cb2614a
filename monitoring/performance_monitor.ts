import { describeMachine, type Machine } from "../benchmarks/machine.ts";
import { requirePositiveNumber } from "../benchmarks/options.ts";
import { requireWholeNumber } from "../rpc/arguments.ts";
import type {
  ConnectionObserver,
  RpcConnection,
  RpcObserver,
} from "../rpc/mod.ts";
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import { MonitoredConnection } from "./operations/_monitored_connection.ts";
import { thisMoment } from "./operations/_moment.ts";
import { MonitoredOperations } from "./operations/_monitored_operations.ts";
import { LineFile } from "./records/_line_file.ts";
import { recordOf } from "./records/_record_of.ts";
import { type OnNotice, printNotice, Trouble } from "./_trouble.ts";
import type { OnEnded } from "./operations/ended_operation.ts";
import type { MetricFamily, MetricSource } from "./metrics/metric_family.ts";
import { operationMetrics } from "./metrics/_operation_metrics.ts";

/** Where a monitor writes, and how often. */
export interface PerformanceMonitorOptions {
  /** The file that it appends to. Its folder must be there. */
  readonly file: string;
  /** Seconds from one line of an operation to the next. Default 60. */
  readonly interval?: number;
  /** Bytes from which on a file is full. Default 10 MiB. */
  readonly maxFileSize?: number;
  /** How many files there are at most, the current one included. Default 5. */
  readonly maxFiles?: number;
  /** How many operations are told apart; all further ones are `"other"`. Default 100. */
  readonly maxOperations?: number;
  /** Tells it from other monitors where metrics are exported. Default: nothing. */
  readonly name?: string;
  /** Takes one line when it begins to be unable to write. Default: prints it to stderr. */
  readonly onNotice?: OnNotice;
  /** Tells it the time. Default: the system's. */
  readonly clock?: Clock;
}

const DEFAULT_INTERVAL = 60;
const DEFAULT_FILE_SIZE = 10 * 1024 * 1024;
const DEFAULT_FILES = 5;
/** All of them are renamed when one is full. */
const MOST_FILES = 1000;
const DEFAULT_OPERATIONS = 100;

/**
 * Watches the operations of a program in production, and appends to a file what
 * each of them did in each interval: one {@linkcode MonitorRecord} a line.
 *
 * It does the program no harm. Its memory is bounded, it keeps no program alive,
 * and where it cannot write, it says so once and goes on counting: what it could
 * not write is part of the next interval. Several processes may write to one file.
 *
 * It is an observer of connections, whose calls are then operations without a
 * change to where they are made: `call/getUser`, and `answer/getUser` for what the
 * other end calls.
 *
 * @example Watch a connection, and an operation of the program's own
 * ```ts
 * import { PerformanceMonitor, readMonitorRecords } from "@x/rpcbench/monitoring";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * {
 *   await using monitor = await PerformanceMonitor.start({ file });
 *   using _observation = monitor.observe(connection);
 *   await connection.root.ping();
 *   await monitor.track("three_pings", async () => {
 *     for (let i = 0; i < 3; i++) await connection.root.ping();
 *   });
 * }
 * const records = await readMonitorRecords(file);
 * assertEquals(
 *   records.map(({ operation, total_requests }) => [operation, total_requests]),
 *   [["call/ping", 4], ["three_pings", 1]],
 * );
 * await Deno.remove(file);
 * ```
 */
export class PerformanceMonitor
  implements RpcObserver, MetricSource, AsyncDisposable {
  readonly #name: string | undefined;
  readonly #interval: number;
  readonly #clock: Clock;
  readonly #file: LineFile;
  readonly #trouble: Trouble;
  readonly #machine: Machine = describeMachine();
  readonly #operations: MonitoredOperations;
  #writing: Promise<void> = Promise.resolve();
  #timer: Disposable | undefined;
  #ended = false;

  private constructor(options: PerformanceMonitorOptions) {
    const {
      file,
      interval = DEFAULT_INTERVAL,
      maxFileSize = DEFAULT_FILE_SIZE,
      maxFiles = DEFAULT_FILES,
      maxOperations = DEFAULT_OPERATIONS,
      name,
      onNotice = printNotice,
      clock = SYSTEM_CLOCK,
    } = options;
    requirePositiveNumber("interval", interval);
    this.#name = name;
    this.#interval = interval;
    this.#clock = clock;
    this.#file = new LineFile({
      path: file,
      maxFileSize: requireWholeNumber("maxFileSize", maxFileSize, 1),
      maxFiles: requireWholeNumber("maxFiles", maxFiles, 1, MOST_FILES),
    });
    this.#trouble = new Trouble(
      `what was monitored cannot be written to ${file}`,
      onNotice,
    );
    this.#operations = new MonitoredOperations(
      requireWholeNumber("maxOperations", maxOperations, 1),
      thisMoment(clock),
    );
  }

  /**
   * Makes sure that the file can be written, and starts to watch.
   *
   * @throws {RangeError} that names an option which is out of range.
   * @throws {Deno.errors.NotFound} if the file's folder is not there.
   * @throws {Deno.errors.NotCapable} without `--allow-sys`, and `--allow-read` and
   * `--allow-write` for the file and its folder.
   */
  static async start(
    options: PerformanceMonitorOptions,
  ): Promise<PerformanceMonitor> {
    const monitor = new PerformanceMonitor(options);
    await monitor.#file.check();
    monitor.#schedule();
    return monitor;
  }

  /** How often it could not write; what it had to write was not lost. */
  get failedWrites(): number {
    return this.#trouble.times;
  }

  /** Does an action, and counts and times it; returns or throws what it does. */
  async track<Result>(
    operation: string,
    action: () => Result | PromiseLike<Result>,
  ): Promise<Result> {
    const monitored = this.#operations.named(operation);
    const begunAt = performance.now();
    const seconds = () => (performance.now() - begunAt) / 1000;
    monitored.begin();
    let result: Result;
    try {
      result = await action();
    } catch (error) {
      monitored.fail(seconds(), { kind: "program" }, error);
      throw error;
    }
    monitored.succeed(seconds(), { kind: "program" });
    return result;
  }

  /**
   * Follows all calls of a connection from now on, until what this returns is
   * disposed. For all connections of a program: `observeConnections(monitor)`.
   */
  observe<Service extends object>(
    connection: RpcConnection<Service>,
  ): Disposable {
    return connection.observe(this);
  }

  /** Watches one connection; `connection.observe(monitor)` calls it. */
  connected({ peer }: { readonly peer: string }): ConnectionObserver {
    return new MonitoredConnection(this.#operations, peer);
  }

  /** Tells a listener of each operation that ends, until what this returns is disposed. */
  listen(listener: OnEnded): Disposable {
    return this.#operations.listeners.add(listener);
  }

  /** What it has counted since it started, for Prometheus and OpenTelemetry. */
  metricFamilies(): readonly MetricFamily[] {
    return operationMetrics(this.#operations, {
      labels: this.#name === undefined ? {} : { monitor: this.#name },
      failedWrites: this.failedWrites,
    });
  }

  /** Ends the interval, and resolves once it is written, or could not be. */
  flush(): Promise<void> {
    return this.#writing = this.#writing.then(() => this.#write());
  }

  /** Stops, and writes what is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) {
      this.#ended = true;
      this.#timer?.[Symbol.dispose]();
      this.flush();
    }
    await this.#writing;
  }

  #schedule(): void {
    this.#timer = this.#clock.after(this.#interval, async () => {
      await this.flush();
      if (!this.#ended) this.#schedule();
    });
  }

  /** Never rejects: what goes wrong here is no fault of the program. */
  async #write(): Promise<void> {
    const end = thisMoment(this.#clock);
    const taken = this.#operations.takeIntervals(end);
    if (taken.length === 0) return;
    const { rss } = Deno.memoryUsage();
    const facts = { end, rss, machine: this.#machine };
    let written = 0;
    try {
      const lines: string[] = [];
      for (const one of taken) {
        lines.push(JSON.stringify(recordOf(one, facts)));
        await letOthersRun();
      }
      written = await this.#file.append(lines);
      if (written < lines.length) throw new Error("there is no room for all");
      this.#trouble.over();
    } catch (error) {
      this.#trouble.met(error);
    }
    for (const { operation, interval } of taken.slice(written)) {
      operation.giveBack(interval);
    }
  }
}

/** A record takes a tenth of a millisecond; a hundred in a row would be felt. */
function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
