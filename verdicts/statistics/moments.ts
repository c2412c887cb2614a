/** What a test of means needs of samples; every `Summary` has it. */
export interface Moments {
  /** Arithmetic mean. */
  readonly mean: number;
  /** Standard deviation of a sample (n − 1). */
  readonly stdev: number;
  /** How many samples there are. */
  readonly count: number;
}

/**
 * The moments of samples in any order and any unit; the spread of one is 0.
 *
 * @throws {RangeError} If there are no samples.
 *
 * @example
 * ```ts
 * import { momentsOf } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(momentsOf([1, 2, 3]), { mean: 2, stdev: 1, count: 3 });
 * ```
 */
export function momentsOf(samples: Iterable<number>): Moments {
  const values = [...samples];
  const count = values.length;
  if (count === 0) {
    throw new RangeError("samples must hold at least one sample, got none");
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    stdev: count === 1 ? 0 : Math.sqrt(squares / (count - 1)),
    count,
  };
}
