import type { AbBlock, AbSide } from "../../benchmarks/ab_record.ts";

/** How many blocks are a quad. */
export const QUAD = 4;

/** The quads of some blocks, in the order in which they were measured, whole ones only. */
export function quadsOf(blocks: readonly AbBlock[]): (readonly AbBlock[])[] {
  return Array.from(
    { length: Math.floor(blocks.length / QUAD) },
    (_, i) => blocks.slice(i * QUAD, (i + 1) * QUAD),
  );
}

/**
 * How much more a metric is for side B than for side A, quad by quad: the mean
 * logarithm of B's blocks without that of A's. A quad says nothing in which some
 * block has no value above 0.
 */
export function logRatios(
  quads: readonly (readonly AbBlock[])[],
  metric: string,
): number[] {
  return quads
    .map((quad) => meanLog(quad, "b", metric) - meanLog(quad, "a", metric))
    .filter(Number.isFinite);
}

/** The mean logarithm of a metric over the blocks of a side. */
export function meanLog(
  blocks: readonly AbBlock[],
  side: AbSide,
  metric: string,
): number {
  const own = blocks.filter((block) => block.side === side);
  const sum = own.reduce(
    (sum, { values }) => sum + Math.log(values[metric] ?? NaN),
    0,
  );
  return sum / own.length;
}
