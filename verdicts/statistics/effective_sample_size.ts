/** How much samples depend on each other. */
export interface DependenceOptions {
  /**
   * By how many times the variance is larger than that of independent samples, as
   * {@linkcode effectiveSampleSize} tells it. Default 1: they are independent.
   */
  readonly varianceFactor?: number;
}

/**
 * How many independent samples tell as much about the mean as these do, which came
 * one after another: their number, divided by the time over which they remember
 * each other. Autocorrelations are summed up to where pairs of them are no longer
 * positive, and may not rise: the initial monotone sequence of Geyer, "Practical
 * Markov Chain Monte Carlo", Statistical Science 7(4), 1992.
 *
 * At most their number: that some alternate makes none of them more certain.
 *
 * @example A row of ones after a row of zeros is hardly more than two samples
 * ```ts
 * import { effectiveSampleSize } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const samples = Array.from({ length: 100 }, (_, i) => i < 50 ? 0 : 1);
 * assertLess(effectiveSampleSize(samples), 5);
 * ```
 */
export function effectiveSampleSize(samples: ArrayLike<number>): number {
  const count = samples.length;
  const deviations = deviationsOf(samples);
  const variance = autocovariance(deviations, 0);
  if (!(variance > 0)) return count;
  let memory = -1;
  let most = Infinity;
  for (let lag = 0; lag + 1 < count; lag += 2) {
    const pair = (autocovariance(deviations, lag) +
      autocovariance(deviations, lag + 1)) / variance;
    if (pair <= 0) break;
    most = Math.min(most, pair);
    memory += 2 * most;
  }
  return count / Math.max(1, memory);
}

function deviationsOf(samples: ArrayLike<number>): Float64Array {
  const deviations = Float64Array.from(samples);
  const mean = deviations.reduce((sum, sample) => sum + sample, 0) /
    deviations.length;
  return deviations.map((sample) => sample - mean);
}

/** How samples so far apart vary together, divided by all of them: this biases it to 0. */
function autocovariance(deviations: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < deviations.length; i++) {
    sum += deviations[i] * deviations[i - lag];
  }
  return sum / deviations.length;
}
