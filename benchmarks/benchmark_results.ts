import type { AbRecord } from "./ab_record.ts";
import { BenchmarkMetrics } from "./benchmark_metrics.ts";
import { withoutUndefined } from "./_without_undefined.ts";
import { describeMachine, type Machine } from "./machine.ts";
import type { FloorResult, ResultDocument } from "./result_document.ts";
import { messageOf } from "../rpc/message_of.ts";

/**
 * The results of one run: metrics by server, and what was measured them against.
 *
 * @example Gather results of your own
 * ```ts
 * import { BenchmarkMetrics, BenchmarkResults } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const metrics = new BenchmarkMetrics({ name: "old", protocol: "rpc" });
 * metrics.addLatency(0.001);
 * const results = new BenchmarkResults();
 * results.addResult("old", metrics);
 * const document = results.toJSON();
 * assertEquals(document.meta.schema, "rpcbench/1");
 * assertEquals(Object.keys(document), ["meta", "old"]);
 * ```
 */
export class BenchmarkResults {
  readonly #startedAt = new Date();
  readonly #start = performance.now();
  readonly #config: Readonly<Record<string, unknown>>;
  readonly #machine: Machine = describeMachine();
  readonly #results = new Map<string, BenchmarkMetrics>();
  readonly #warnings: string[] = [];
  readonly #failures: string[] = [];
  #checkFailed = false;
  #floor: FloorResult | undefined;
  #ab: AbRecord | undefined;
  #duration: number | undefined;

  /** Starts the clock of a run with these options; they are kept for the record. */
  constructor(config: Readonly<Record<string, unknown>> = {}) {
    this.#config = config;
  }

  /** Adds what metrics have by now under a server's key; those of the same key merge. */
  addResult(key: string, metrics: BenchmarkMetrics): void {
    if (key === "meta") {
      throw new RangeError('key is "meta", which is no server; take another');
    }
    let merged = this.#results.get(key);
    if (merged === undefined) {
      merged = new BenchmarkMetrics(metrics);
      this.#results.set(key, merged);
    }
    merged.merge(metrics);
  }

  /** All metrics under a server's key, merged. */
  get(key: string): BenchmarkMetrics | undefined {
    return this.#results.get(key);
  }

  /** Sets what the results are measured against. */
  setFloor(floor: FloorResult): void {
    this.#floor = floor;
  }

  /** Sets how two of the servers were measured in turns. */
  setAb(record: AbRecord): void {
    this.#ab = record;
  }

  /** Adds what a reader should know before believing the numbers. */
  warn(warning: string): void {
    this.#warnings.push(warning);
  }

  /** Notes that something could not be measured, and why. */
  fail(what: string, error: unknown): void {
    const reason = messageOf(error);
    const failure = `${what}: ${reason}`;
    this.warn(failure);
    this.#failures.push(failure);
  }

  /** Notes that a check did not pass, as a server that leaks does not. */
  failCheck(reason: string): void {
    this.warn(reason);
    this.#checkFailed = true;
  }

  /** Whether a check did not pass. */
  get checkFailed(): boolean {
    return this.#checkFailed;
  }

  /** Whether something could not be measured that should have been. */
  get failed(): boolean {
    return this.#failures.length > 0;
  }

  /** What a reader should know before believing the numbers. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Stops the clock of the run. */
  end(): void {
    this.#duration ??= this.#elapsed();
  }

  /** The result document. */
  toJSON(): ResultDocument {
    const results = [...this.#results].map(([key, metrics]) =>
      [key, metrics.computeStatistics()] as const
    );
    return {
      meta: {
        schema: "rpcbench/1",
        started_at: this.#startedAt.toISOString(),
        duration: this.#duration ?? this.#elapsed(),
        ...this.#machine,
        config: withoutUndefined(this.#config),
        ...this.#floor === undefined ? {} : { floor: this.#floor },
        ...this.#ab === undefined ? {} : { ab: this.#ab },
        warnings: [...this.#warnings],
        ...this.failed ? { failures: [...this.#failures] } : {},
      },
      ...Object.fromEntries(results),
    };
  }

  #elapsed(): number {
    return (performance.now() - this.#start) / 1000;
  }
}
