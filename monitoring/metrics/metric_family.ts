/** What tells one number of a metric from another. */
export type Labels = Readonly<Record<string, string>>;

/** One number of a metric. */
export interface MetricSample {
  /** What tells it from the others. */
  readonly labels: Labels;
  /** In the metric's unit. */
  readonly value: number;
}

/** How durations of one kind were spread. */
export interface HistogramSample {
  /** What tells it from the others. */
  readonly labels: Labels;
  /** For each bound, how many did not exceed it; the last bound is `Infinity`. */
  readonly buckets: readonly (readonly [bound: number, count: number])[];
  /** All of them together, in seconds. */
  readonly sum: number;
}

/**
 * A metric and all its numbers, for Prometheus and OpenTelemetry. Counters only
 * grow, since the program began.
 */
export type MetricFamily =
  & {
    /** In OpenTelemetry's way: `"rpcbench.operation.requests"`. */
    readonly name: string;
    /** One sentence. */
    readonly help: string;
    /** Seconds, or none. */
    readonly unit?: "s";
  }
  & (
    | {
      readonly type: "counter" | "gauge";
      readonly samples: readonly MetricSample[];
    }
    | {
      readonly type: "histogram";
      readonly samples: readonly HistogramSample[];
    }
  );

/** What has metrics: a `PerformanceMonitor`, a `Watchdog`, or something of your own. */
export interface MetricSource {
  /** All its metrics, as they are now. */
  metricFamilies(): readonly MetricFamily[];
}
