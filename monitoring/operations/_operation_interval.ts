import { SampleRecorder } from "../../benchmarks/sample_recorder.ts";
import { FailureCounts } from "./_failure_counts.ts";

/** So many are exact; more are within 0.1 %, in some 100 KB. */
const EXACT_LATENCIES = 1000;

/** What an operation did from some moment on. */
export class OperationInterval {
  /** Seconds that each success took. */
  readonly latency = new SampleRecorder({ exactLimit: EXACT_LATENCIES });
  /** The failures, by kind. */
  readonly failures = new FailureCounts();
  #since: Date;
  #startedAt: number;
  #failed = 0;

  /** Begins now, which is `since`. */
  constructor(since: Date) {
    this.#since = since;
    this.#startedAt = performance.now();
  }

  /** When it began. */
  get since(): Date {
    return this.#since;
  }

  /** Seconds since then. */
  get duration(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** How often it failed. */
  get failed(): number {
    return this.#failed;
  }

  /** Counts a failure. */
  fail(error: unknown): void {
    this.#failed++;
    this.failures.add(error);
  }

  /** Takes in an interval that came right before this one. */
  prepend(earlier: OperationInterval): void {
    this.latency.merge(earlier.latency);
    this.failures.merge(earlier.failures);
    this.#failed += earlier.#failed;
    this.#since = earlier.#since;
    this.#startedAt = earlier.#startedAt;
  }
}
