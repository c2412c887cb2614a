/**
 * How long iterations of a benchmark took, as `deno bench` tells it: it keeps no
 * median and no spread. In seconds.
 */
export interface IterationTimes {
  /** The benchmarks that this one stands beside: only those of a group compare. */
  readonly group?: string;
  /** Arithmetic mean. */
  readonly mean: number;
  /** The least sample. */
  readonly min: number;
  /** The greatest sample. */
  readonly max: number;
  /** 75 % of the samples lie at or below. */
  readonly p75: number;
  /** 99 % of the samples lie at or below. */
  readonly p99: number;
  /** 99.5 % of the samples lie at or below. */
  readonly p995: number;
  /** 99.9 % of the samples lie at or below. */
  readonly p999: number;
  /** How many samples there are. */
  readonly count: number;
  /** How many iterations each sample is the mean of: 1, or 10,000 of what is too fast to be timed alone. */
  readonly iterations_per_sample: number;
}
