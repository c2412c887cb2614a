/**
 * Corrects p-values for their number, so that of all that are below 0.05 not one
 * is there by chance in 95 of 100 comparisons: Holm, "A Simple Sequentially
 * Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6(2),
 * 1979. They keep their order.
 *
 * @example
 * ```ts
 * import { holm } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(holm([0.5, 0.01, 0.25]), [0.5, 0.03, 0.5]);
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  const corrected = new Array<number>(pValues.length);
  let least = 0;
  const ascending = pValues.map((p, place) => ({ p, place }))
    .sort((a, b) => a.p - b.p);
  for (const [rank, { p, place }] of ascending.entries()) {
    least = Math.min(1, Math.max(least, (pValues.length - rank) * p));
    corrected[place] = least;
  }
  return corrected;
}
