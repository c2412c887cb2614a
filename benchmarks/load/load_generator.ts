import { requireSeconds } from "../../rpc/arguments.ts";
import { requirePositive } from "../options.ts";
import { ConnectionLog } from "./_connection_log.ts";
import { LoadTally } from "./_load_tally.ts";
import { type LoadThread, OwnLoadThread } from "./_load_thread.ts";
import { LoadMeasurement } from "./load_measurement.ts";
import { type LoadPlan, planDuration } from "./load_plan.ts";
import { LiveProgress } from "./_live_progress.ts";
import { partOf } from "./_schedule.ts";
import { WorkerLoadThread } from "./_worker_load_thread.ts";
import { type LoadSecond, LoadSeries } from "./load_series.ts";
import { createPacer } from "./pacer.ts";
import type { Target } from "./target.ts";
import {
  openTarget,
  type TargetSpecification,
} from "./target_specification.ts";

/** What is put under load, and over which connections. */
export interface LoadGeneratorOptions {
  /** What is put under load; for more than one thread, a specification. */
  readonly target: Target | TargetSpecification;
  /** How many connections. Default 10. */
  readonly connections?: number;
  /** How many requests each connection has under way at once. Default 1. */
  readonly inFlight?: number;
  /** How many threads make the load, each with its part of the connections. Default 1. */
  readonly threads?: number;
  /** Seconds until a request or an attempt to connect is given up. Default 10. */
  readonly timeout?: number;
  /** Ends the wait for connections when it aborts; a run has its own signal. */
  readonly signal?: AbortSignal;
}

/** Milliseconds until a run starts, so that what makes its load is ready. */
const UNTIL_READY = 2;
/** The same for several threads, which have to hear of it first. */
const UNTIL_ALL_READY = 20;

/**
 * Makes load on a target, over connections that stay from run to run.
 *
 * A closed loop sends the next request of a connection when the one before is
 * answered. An open loop sends requests when they are due, whatever the target
 * does, and counts the response time from then: a target that stalls cannot hide
 * the queue in front of it. All that was due during a run is counted: it is
 * awaited for up to `timeout` seconds beyond the end, and has failed by then.
 *
 * @example Ask for 500 requests per second, for a second
 * ```ts
 * import { LoadGenerator } from "@x/rpcbench/benchmarks";
 * import { RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using generator = await LoadGenerator.start({
 *   target: { kind: "rpc", port: server.port, method: "ping" },
 *   connections: 4,
 * });
 * const measurement = await generator.run({
 *   pacing: { kind: "constant", rate: 500 },
 *   duration: 1,
 * });
 * const { total_requests, response_time } = measurement.toResult();
 * assertEquals(total_requests, 500);
 * console.log(`${response_time?.p99} s at the 99th percentile`);
 * ```
 */
export class LoadGenerator implements AsyncDisposable {
  readonly #threads: readonly LoadThread[];
  readonly #options: Required<LoadGeneratorOptions>;

  private constructor(
    threads: readonly LoadThread[],
    options: Required<LoadGeneratorOptions>,
  ) {
    this.#threads = threads;
    this.#options = options;
  }

  /**
   * Starts the threads and makes the connections. A target that cannot be
   * reached is no error here: its requests fail, and are counted.
   *
   * @throws {RangeError} for an option that makes no sense.
   * @throws {TypeError} if the target makes none.
   */
  static async start(options: LoadGeneratorOptions): Promise<LoadGenerator> {
    const complete = {
      connections: 10,
      inFlight: 1,
      threads: 1,
      timeout: 10,
      signal: new AbortController().signal,
      ...options,
    };
    const { target, threads, connections, inFlight, timeout, signal } =
      complete;
    requirePositive("connections", connections);
    requirePositive("inFlight", inFlight);
    requirePositive("threads", threads);
    requireSeconds("timeout", timeout);
    const opened = "kind" in target
      ? await openTarget(target, { timeout })
      : target;
    requireRoom(opened, inFlight);
    if (threads === 1) {
      const share = { index: 0, of: 1 };
      const thread = await OwnLoadThread.start(opened, share, complete, signal);
      return new LoadGenerator([thread], complete);
    }
    if (!("kind" in target)) {
      throw new TypeError(
        `threads is ${threads}; for more than 1, target takes a specification`,
      );
    }
    if (connections < threads) {
      throw new RangeError(
        `threads is ${threads}; it takes at most the ${connections} connections`,
      );
    }
    const started = await Promise.allSettled(
      Array.from({ length: threads }, (_, index) => {
        const share = { index, of: threads };
        return WorkerLoadThread.start(target, share, {
          connections: partOf(connections, share),
          inFlight,
          timeout,
        }, signal);
      }),
    );
    const failure = started.find(({ status }) => status === "rejected");
    const running = started.flatMap((start) =>
      start.status === "fulfilled" ? [start.value] : []
    );
    if (failure?.status === "rejected") {
      await Promise.all(running.map((thread) => thread[Symbol.asyncDispose]()));
      throw failure.reason;
    }
    return new LoadGenerator(running, complete);
  }

  /**
   * Makes the load of a plan, and waits for its last answers.
   *
   * @throws {RangeError} for a plan that makes no sense, or has no end.
   */
  async run(plan: LoadPlan): Promise<LoadMeasurement> {
    const { pacing, requests = Infinity, onAnswer, onProgress } = plan;
    if (requests !== Infinity) requirePositive("requests", requests);
    if (plan.duration !== undefined) requireSeconds("duration", plan.duration);
    if (pacing !== undefined) createPacer(pacing);
    const duration = planDuration(plan);
    if (duration === Infinity && requests === Infinity) {
      throw new RangeError("the plan has neither a duration nor requests");
    }
    const { connections, inFlight, threads } = this.#options;
    if (onAnswer !== undefined && threads > 1) {
      throw new RangeError(`onAnswer is for 1 thread; there are ${threads}`);
    }
    const signal = plan.signal ?? new AbortController().signal;
    const series = new LoadSeries();
    const live = onProgress && new LiveProgress(threads, onProgress);
    const onSecond = (second: LoadSecond): void => {
      series.add(second);
      live?.add(second);
    };
    const startAt = performance.timeOrigin + performance.now() +
      (threads === 1 ? UNTIL_READY : UNTIL_ALL_READY);
    const reports = await Promise.all(
      this.#threads.map((thread) =>
        thread.run({ pacing, duration, requests, startAt }, {
          signal,
          onSecond,
          onAnswer,
        })
      ),
    );
    const elapsed = Math.max(...reports.map(({ elapsed }) => elapsed));
    const tally = new LoadTally();
    const log = new ConnectionLog();
    for (const report of reports) {
      tally.merge(report.tally);
      log.merge(report.connections);
    }
    // An open loop of so many requests has the duration of its schedule.
    const endedEarly = signal.aborted ||
      pacing === undefined && tally.counts.total >= requests;
    return new LoadMeasurement(
      {
        pacing,
        connections,
        inFlight,
        threads,
        duration: endedEarly ? Math.min(duration, elapsed) : duration,
        elapsed,
        interrupted: signal.aborted,
      },
      tally,
      log,
      series,
    );
  }

  /** Closes the connections and ends the threads. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#threads.map((thread) => thread[Symbol.asyncDispose]()),
    );
  }
}

function requireRoom(
  { mostInFlight = Infinity }: Target,
  inFlight: number,
): void {
  if (inFlight <= mostInFlight) return;
  throw new RangeError(
    `inFlight is ${inFlight}; a connection of this target takes ${mostInFlight}`,
  );
}
