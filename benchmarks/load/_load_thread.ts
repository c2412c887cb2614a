import process from "node:process";
import { orAborted } from "./_or_aborted.ts";
import { closedLoop } from "./_closed_loop.ts";
import { ConnectionLog } from "./_connection_log.ts";
import { LoadConnection } from "./_load_connection.ts";
import { LoadRun } from "./_load_run.ts";
import type { LoadTally } from "./_load_tally.ts";
import { OpenLoop } from "./_open_loop.ts";
import { PunctualClock } from "./_punctual_clock.ts";
import { partOf, Schedule, type Share } from "./_schedule.ts";
import { LoadTimeoutError } from "./failure_kind.ts";
import type { AnsweredRequest } from "./load_plan.ts";
import type { LoadSecond } from "./load_series.ts";
import { createPacer, type Pacing } from "./pacer.ts";
import type { Target } from "./target.ts";

/** What a thread is to load, and how hard it may try. */
export interface LoadThreadOptions {
  /** How many connections are its own. */
  readonly connections: number;
  /** How many requests each has under way at once. */
  readonly inFlight: number;
  /** Seconds until a request or a connection is given up. */
  readonly timeout: number;
}

/** One run, as all threads are told of it. */
export interface ThreadPlan {
  readonly pacing?: Pacing;
  /** Seconds; `Infinity` if the number of requests decides. */
  readonly duration: number;
  /** How many requests of all threads together; `Infinity` for any number. */
  readonly requests: number;
  /** When it starts, in milliseconds since 1970 by the clock that all threads share. */
  readonly startAt: number;
}

/** What those who wait for a run are told. */
export interface ThreadRunOptions {
  readonly signal: AbortSignal;
  readonly onSecond: (second: LoadSecond) => void;
  readonly onAnswer?: (request: AnsweredRequest) => void;
}

/** What a thread saw. */
export interface ThreadReport {
  /** Of one run. */
  readonly tally: LoadTally;
  /** Of all connections since the start. */
  readonly connections: ConnectionLog;
  /** Seconds from the start of the run until its last answer was here, or it was given up. */
  readonly elapsed: number;
}

/** What makes a part of the load: this thread, or another that is spoken to. */
export interface LoadThread extends AsyncDisposable {
  /** Runs its share of a plan, and resolves with what it saw. */
  run(plan: ThreadPlan, options: ThreadRunOptions): Promise<ThreadReport>;
}

/** Looks for overdue requests so many times in a timeout, but not too seldom. */
const LOOKS_PER_TIMEOUT = 10;
const LONGEST_LOOK = 0.1;

/** Makes a part of the load in this thread. */
export class OwnLoadThread implements LoadThread {
  readonly #share: Share;
  readonly #options: LoadThreadOptions;
  readonly #clock: PunctualClock;
  readonly #log = new ConnectionLog();
  readonly #connections: readonly LoadConnection[];

  private constructor(
    target: Target,
    share: Share,
    options: LoadThreadOptions,
    clock: PunctualClock,
  ) {
    this.#clock = clock;
    this.#share = share;
    this.#options = options;
    const { connections, timeout } = options;
    this.#connections = Array.from(
      { length: connections },
      () => new LoadConnection({ target, timeout, log: this.#log }),
    );
  }

  /** Connects, and resolves when each connection was tried once, or it is interrupted. */
  static async start(
    target: Target,
    share: Share,
    options: LoadThreadOptions,
    signal: AbortSignal,
  ): Promise<OwnLoadThread> {
    const thread = new OwnLoadThread(
      target,
      share,
      options,
      await PunctualClock.open(),
    );
    const attempts = thread.#connections
      .map((connection) => connection.reconnect());
    await orAborted(Promise.all(attempts), signal);
    return thread;
  }

  /** Runs its share of a plan, and resolves with what it saw. */
  async run(
    plan: ThreadPlan,
    { signal, onSecond, onAnswer }: ThreadRunOptions,
  ): Promise<ThreadReport> {
    const { inFlight, timeout } = this.#options;
    const run = new LoadRun({
      connections: this.#connections,
      inFlight,
      start: plan.startAt - performance.timeOrigin,
      duration: plan.duration,
      timeout,
      signal,
      onSecond,
      onAnswer,
    });
    // What takes its time to make is there before the first request is due.
    const makeLoad = this.#prepare(run, plan);
    await this.#waitUntil(run.options.start);
    const cpu = process.threadCpuUsage();
    const looking = setInterval(() => {
      this.#connections.forEach((connection) => connection.abandonOverdue());
      run.tick(run.elapsed);
    }, 1000 * Math.min(timeout / LOOKS_PER_TIMEOUT, LONGEST_LOOK));
    let elapsed: number;
    try {
      await makeLoad();
      elapsed = run.elapsed;
      const { user, system } = process.threadCpuUsage(cpu);
      const spent = (user + system) / 1e6 - run.idle / 1000;
      run.tally.counts.cpuSeconds = Math.max(0, spent);
      if (!signal.aborted) await this.#abandonAll();
    } finally {
      clearInterval(looking);
      run.end();
    }
    return { tally: run.tally, connections: this.#log, elapsed };
  }

  /** Closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#clock[Symbol.dispose]();
    await Promise.all(
      this.#connections.map((connection) => connection[Symbol.asyncDispose]()),
    );
  }

  /** What makes the load of a run, once it is called. */
  #prepare(
    run: LoadRun,
    { pacing, duration, requests }: ThreadPlan,
  ): () => Promise<void> {
    if (pacing === undefined) {
      return () => closedLoop(run, partOf(requests, this.#share));
    }
    const schedule = new Schedule(createPacer(pacing), this.#share, {
      duration,
      requests,
    });
    const loop = new OpenLoop(run, schedule, this.#clock);
    return () => loop.run();
  }

  async #waitUntil(start: number): Promise<void> {
    for (;;) {
      const wait = start - performance.now();
      if (wait <= 0) return;
      await this.#clock.pass(wait);
    }
  }

  /** Gives up what has no answer when the run has no more time. */
  async #abandonAll(): Promise<void> {
    const error = new LoadTimeoutError("no answer by the end of the run");
    this.#connections.forEach((connection) => connection.abandonAll(error));
    // What waits for the answers hears of it first.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
