/**
 * How often a coin would show one side so much more often than the other, or still
 * more: the two-sided exact test of how pairs differ that says nothing of by how
 * much (Arbuthnott, "An Argument for Divine Providence", Philosophical Transactions
 * 27, 1710). 1 if there is nothing to count.
 *
 * @example Of twelve days, eleven were slower
 * ```ts
 * import { signTest } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * assertLess(signTest(11, 1), 0.01);
 * ```
 */
export function signTest(positive: number, negative: number): number {
  const count = positive + negative;
  // In logarithms, as the powers of 2 are beyond any number for a thousand pairs.
  let logProbability = -count * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(positive, negative); k++) {
    tail += Math.exp(logProbability);
    logProbability += Math.log((count - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
