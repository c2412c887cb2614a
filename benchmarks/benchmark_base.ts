import { letEventsIn } from "./_event_loop.ts";
import {
  BenchmarkMetrics,
  type BenchmarkSubject,
} from "./benchmark_metrics.ts";
import type { Repetitions, Stopwatch } from "./repeatable.ts";

/** What every benchmark is told. */
export interface BenchmarkOptions extends BenchmarkSubject {
  /**
   * Ends the benchmark early when it aborts; what was measured by then counts.
   */
  readonly signal?: AbortSignal;
  /** Hears how far it is: from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** What a benchmark does again and again. */
export interface Work<Result> {
  /** Does once what is to be timed. */
  readonly run: () => Promise<Result>;
  /**
   * Records the seconds that it took, and what it came to; throws what failed within it
   * if that is counted already.
   */
  readonly record: (seconds: number, result: Result) => void;
  /**
   * Lets go of what it came to, where nobody knows how often it will be done; not
   * timed.
   */
  readonly tidy?: (result: Result) => void | Promise<void>;
  /** Does it once and records nothing. Default: it is run, and tidied up after. */
  readonly rehearse?: () => Promise<void>;
}

/**
 * What all benchmarks have in common: they set up, run against the clock, and
 * tear down, whatever happens in between.
 *
 * A benchmark of your own extends it, implements `run`, and records into
 * `metrics`.
 *
 * @example Measure something of your own
 * ```ts
 * import { BenchmarkBase } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * class Hashing extends BenchmarkBase {
 *   protected override async run(): Promise<void> {
 *     for (let i = 0; i < 10; i++) {
 *       const start = performance.now();
 *       await crypto.subtle.digest("SHA-256", new Uint8Array(1000));
 *       this.metrics.addLatency((performance.now() - start) / 1000);
 *     }
 *   }
 * }
 *
 * const metrics = await new Hashing({ name: "hash", protocol: "none" }).execute();
 * assertEquals(metrics.computeStatistics().latency?.count, 10);
 * ```
 */
export abstract class BenchmarkBase {
  /** Where `run` records what it measures; complete when `execute` has resolved. */
  readonly metrics: BenchmarkMetrics;
  readonly #options: BenchmarkOptions;

  /** Prepares a benchmark; nothing happens before `execute`. */
  constructor(options: BenchmarkOptions) {
    this.#options = options;
    this.metrics = new BenchmarkMetrics(options);
  }

  /**
   * Runs the benchmark once and returns what it measured.
   *
   * A failed request is part of that and does not reject; what `setup`, `run` or
   * `teardown` throw does.
   *
   * @throws {SuppressedError} if `teardown` throws after another has: `suppressed`
   * is what came first.
   */
  async execute(): Promise<BenchmarkMetrics> {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => this.teardown());
    await this.setup();
    this.metrics.start();
    try {
      await this.run();
    } finally {
      this.metrics.end();
    }
    return this.metrics;
  }

  /** Makes ready what `run` needs; not measured. */
  protected setup(): void | Promise<void> {}

  /** Does what is to be measured. */
  protected abstract run(): void | Promise<void>;

  /** Lets go of what `setup` and `run` hold; called on every path. */
  protected teardown(): void | Promise<void> {}

  /**
   * Sets up, and leaves it to the caller how often the work is done and when that
   * ends: disposal tears down.
   */
  protected async openFor<Result>(work: Work<Result>): Promise<Repetitions> {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => this.teardown());
    await this.setup();
    const held = stack.move();
    return {
      metrics: this.metrics,
      once: (stopwatch) => this.#once(work, stopwatch),
      rehearse: work.rehearse ??
        (async () => await work.tidy?.(await work.run())),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  }

  async #once<Result>(
    { record, run, tidy }: Work<Result>,
    stopwatch: Stopwatch,
  ): Promise<void> {
    this.metrics.start();
    stopwatch.start();
    const start = performance.now();
    let result: Result;
    try {
      result = await run();
    } catch (error) {
      this.metrics.end();
      this.metrics.recordFailure(error);
      throw error;
    }
    const seconds = (performance.now() - start) / 1000;
    stopwatch.end();
    this.metrics.end();
    record(seconds, result);
    await tidy?.(result);
  }

  /** Whether the benchmark should end early. */
  protected get stopped(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  /** Tells how far the benchmark is, from 0 to 1. */
  protected progress(fraction: number): void {
    this.#options.onProgress?.(fraction);
  }

  /**
   * Times one attempt: `succeed` gets the seconds of one that resolves; one that
   * rejects counts as failed, and is not timed. One that is cut off by the
   * benchmark's own end counts as neither.
   */
  protected async attempt<Result>(
    action: () => Promise<Result>,
    succeed: (seconds: number, result: Result) => void,
  ): Promise<void> {
    const start = performance.now();
    let result: Result;
    try {
      result = await action();
    } catch (error) {
      if (!this.stopped) this.metrics.recordFailure(error);
      return await letEventsIn();
    }
    succeed((performance.now() - start) / 1000, result);
  }
}
