import type { AbBlock, AbMetric, AbRecord } from "../../../benchmarks/mod.ts";

export const MEDIAN: AbMetric = { name: "median", unit: "s", better: "lower" };

/** How a quad went: what each of its blocks found, first those of A. */
export interface QuadValues {
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
  /** How many of ten requests failed in each block. */
  readonly failed?: { readonly a?: number; readonly b?: number };
}

/** An experiment of these quads, each A B B A. */
export function recordOf(
  quads: readonly QuadValues[],
  more: Partial<AbRecord> = {},
): AbRecord {
  return {
    a: "old",
    b: "new",
    metrics: [MEDIAN],
    decided_by: "median",
    precision: 0.02,
    max_time: 300,
    seed: 1,
    ended: "precise",
    blocks: quads.flatMap(blocksOf),
    ...more,
  };
}

/** So many quads, B being so many times what A is, give or take a little. */
export function quadsOfRatio(count: number, ratio: number): QuadValues[] {
  return Array.from({ length: count }, (_, i) => {
    const noise = 1 + 0.002 * (i % 3 - 1);
    return { a: [1, 1], b: [ratio * noise, ratio * noise] };
  });
}

function blocksOf({ a, b, failed }: QuadValues, quad: number): AbBlock[] {
  return ([["a", a[0]], ["b", b[0]], ["b", b[1]], ["a", a[1]]] as const).map((
    [side, median],
    i,
  ) => ({
    side,
    at: 4 * quad + i,
    duration: 1,
    total_requests: 10,
    failed_requests: failed?.[side] ?? 0,
    values: { median },
  }));
}
