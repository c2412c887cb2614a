import type { AbBlock, AbSide } from "../../benchmarks/ab_record.ts";

/** Four blocks, in the order A B B A or B A A B. */
export type Quad = readonly AbBlock[];

/** How many blocks are a quad. */
const QUAD = 4;

/** The quads of some blocks, in the order in which they were measured, whole ones only. */
export function quadsOf(blocks: readonly AbBlock[]): Quad[] {
  return Array.from(
    { length: Math.floor(blocks.length / QUAD) },
    (_, i) => blocks.slice(i * QUAD, (i + 1) * QUAD),
  );
}

/** What a quad found of a metric. */
export interface QuadLogs {
  /** The mean logarithm of A's blocks. */
  readonly a: number;
  /** What B has more: the logarithm of the ratio of B to A. */
  readonly ratio: number;
}

/** What quads found of a metric; nothing of one of which some block has no value above 0. */
export function logsOf(quads: readonly Quad[], metric: string): QuadLogs[] {
  return quads.flatMap((quad) => {
    const a = meanLog(quad, "a", metric);
    const ratio = meanLog(quad, "b", metric) - a;
    return Number.isFinite(ratio) ? [{ a, ratio }] : [];
  });
}

function meanLog(quad: Quad, side: AbSide, metric: string): number {
  const own = quad.filter((block) => block.side === side);
  const sum = own.reduce(
    (sum, { values }) => sum + Math.log(values[metric] ?? NaN),
    0,
  );
  return sum / own.length;
}
