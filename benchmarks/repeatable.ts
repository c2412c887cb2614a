import type { BenchmarkMetrics } from "./benchmark_metrics.ts";

/** What is started and stopped around each piece of work, as `Deno.BenchContext` is. */
export interface Stopwatch {
  /** The work begins now. */
  start(): void;
  /** The work has just ended. */
  end(): void;
}

/** A benchmark that is set up for one of its works, which is done as often as the caller likes. */
export interface Repetitions extends AsyncDisposable {
  /** Where the times are recorded. */
  readonly metrics: BenchmarkMetrics;
  /** Does the work once, and records its time; a failure is counted, and thrown. */
  once(stopwatch: Stopwatch): Promise<void>;
  /** Does the work once and records nothing; throws what the work throws. */
  rehearse(): Promise<void>;
}

/** A benchmark whose works can be repeated by somebody else, as `deno bench` does. */
export interface Repeatable {
  /** What it has measured. */
  readonly metrics: BenchmarkMetrics;
  /** What its works are called, in order: `"1 KiB up"`; an only one has an empty name. */
  readonly works: readonly string[];
  /** Sets up for the work at a place of `works`; disposal tears down. It may be opened again then. */
  open(work: number): Promise<Repetitions>;
}
