import { SampleRecorder } from "../../benchmarks/sample_recorder.ts";
import { EvenSamples } from "./_even_samples.ts";
import { FailureCounts } from "./_failure_counts.ts";

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
  #since: Date;
  #startedAt: number;
  #endedAt: number | undefined;
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

  /** Seconds from then to its end, or to now. */
  get duration(): number {
    return ((this.#endedAt ?? performance.now()) - this.#startedAt) / 1000;
  }

  /** It ends now. */
  end(): this {
    this.#endedAt = performance.now();
    return this;
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
    this.#since = earlier.#since;
    this.#startedAt = earlier.#startedAt;
  }
}
