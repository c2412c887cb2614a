import {
  BenchmarkBase,
  type BenchmarkOptions,
  type Work,
} from "./benchmark_base.ts";
import { requirePositive } from "./options.ts";
import type { Repeatable, Repetitions } from "./repeatable.ts";

/** How often a repeated benchmark does its work. */
export interface RepeatedBenchmarkOptions extends BenchmarkOptions {
  /** How often the work is measured. */
  readonly repetitions: number;
}

/**
 * A benchmark that measures one piece of work again and again, one after another.
 *
 * One of your own says in `work` what that is, and in `record` what becomes of its
 * time. It runs by itself, with `execute`, or within `deno bench`.
 *
 * @example Measure something of your own
 * ```ts
 * import { RepeatedBenchmark } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * class Hashing extends RepeatedBenchmark<ArrayBuffer> {
 *   protected override work(): Promise<ArrayBuffer> {
 *     return crypto.subtle.digest("SHA-256", new Uint8Array(1000));
 *   }
 * }
 *
 * const options = { name: "hash", protocol: "none", repetitions: 10 };
 * const metrics = await new Hashing(options).execute();
 * assertEquals(metrics.computeStatistics().latency?.count, 10);
 * ```
 */
export abstract class RepeatedBenchmark<Result = unknown> extends BenchmarkBase
  implements Repeatable {
  /** It has one, which needs no name. */
  readonly works: readonly [""] = [""];
  readonly #repetitions: number;
  readonly #work: Work<Result> = {
    run: () => this.work(),
    record: (seconds, result) => this.record(seconds, result),
    tidy: (result) => this.tidy(result),
  };

  /** Throws a `RangeError` if `repetitions` is not a whole number above 0. */
  constructor(options: RepeatedBenchmarkOptions) {
    super(options);
    this.#repetitions = requirePositive("repetitions", options.repetitions);
  }

  /** Does what is to be timed, once. */
  protected abstract work(): Promise<Result>;

  /** Records the seconds that the work took, and what it came to: a latency, by default. */
  protected record(seconds: number, _result: Result): void {
    this.metrics.addLatency(seconds);
  }

  /**
   * Lets go of what the work came to, where nobody knows how often it will be done;
   * not timed.
   */
  protected tidy(_result: Result): void | Promise<void> {}

  /** Does the work as often as was asked for. */
  protected override async run(): Promise<void> {
    const every = Math.ceil(this.#repetitions / 100);
    const { record, run } = this.#work;
    for (let i = 1; i <= this.#repetitions && !this.stopped; i++) {
      await this.attempt(run, record);
      if (i % every === 0) this.progress(i / this.#repetitions);
    }
  }

  /** Sets up, and leaves it to the caller how often the work is done; disposal tears down. */
  open(): Promise<Repetitions> {
    return this.openFor(this.#work);
  }
}
