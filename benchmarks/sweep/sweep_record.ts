/** What the document of a sweep says of how it came about. */
export interface SweepRecord {
  /** What is studied and why, in the words of who asked. */
  readonly description?: string;
  /** The command line that the sweep can be repeated with. */
  readonly command?: string;
  /** What was measured, the first first; one in the document of a step. */
  readonly steps: readonly StepRecord[];
}

/** A step that was measured: where a number of a study comes from. */
export interface StepRecord {
  /** Tells it from the others: `"rpc_threaded-latency_by_size-1024"`. */
  readonly name: string;
  /** When it began, in ISO 8601. */
  readonly started_at: string;
  /** How long it took, in seconds. */
  readonly duration: number;
  /** Whether it need not be measured again. */
  readonly completed: boolean;
}
