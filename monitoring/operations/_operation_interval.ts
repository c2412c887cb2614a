import { SampleRecorder } from "../../benchmarks/sample_recorder.ts";
import { EvenSamples } from "./_even_samples.ts";
import { FailureCounts } from "./_failure_counts.ts";
import type { Moment } from "./_moment.ts";

/** So many are exact; more are within 0.1 %, in some 100 KB. */
const EXACT_LATENCIES = 1000;

/** What an operation did from some moment on. */
export class OperationInterval {
  /** Seconds that each success took. */
  readonly latency = new SampleRecorder({ exactLimit: EXACT_LATENCIES });
  /** Some of these, for comparisons. */
  readonly samples = new EvenSamples();
  /** The failures, by kind. */
  readonly failures = new FailureCounts();
  #begin: Moment;
  #failed = 0;

  /** Begins with a moment. */
  constructor(begin: Moment) {
    this.#begin = begin;
  }

  /** When it began. */
  get begin(): Moment {
    return this.#begin;
  }

  /** How often it failed. */
  get failed(): number {
    return this.#failed;
  }

  /** Counts a success that took so many seconds. */
  succeed(seconds: number): void {
    this.latency.record(seconds);
    this.samples.add(seconds);
  }

  /** Counts a failure. */
  fail(error: unknown): void {
    this.#failed++;
    this.failures.add(error);
  }

  /** Takes in an interval that came right before this one. */
  prepend(earlier: OperationInterval): void {
    this.latency.merge(earlier.latency);
    this.samples.prepend(earlier.samples);
    this.failures.merge(earlier.failures);
    this.#failed += earlier.#failed;
    this.#begin = earlier.#begin;
  }
}
