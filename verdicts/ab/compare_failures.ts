import type { AbBlock, AbSide } from "../../benchmarks/ab_record.ts";
import { signTest } from "../statistics/signs.ts";
import type { Quad } from "./quads.ts";

/** What failed of all that was asked of a side. */
export interface AbFailures {
  /** Every request, failed ones included. */
  readonly total: number;
  /** The failed ones. */
  readonly failed: number;
  /** The failed ones as a part of all. */
  readonly share: number;
}

/** How the failures of two sides compare. */
export interface FailureComparison {
  /** Those of side A. */
  readonly a: AbFailures;
  /** Those of side B. */
  readonly b: AbFailures;
  /** Which side failed more in the greater number of quads; `undefined` if neither. */
  readonly moreOften: AbSide | undefined;
  /**
   * How often equal sides would differ in so many quads, or in more: requests that
   * fail do so together, so that quads are counted and not requests.
   */
  readonly p: number;
}

/** Compares what failed, quad by quad. */
export function compareFailures(
  quads: readonly Quad[],
): FailureComparison {
  const differences = quads.map((quad) =>
    failuresOf(quad, "b").share - failuresOf(quad, "a").share
  );
  const moreOfB = differences.filter((difference) => difference > 0).length;
  const moreOfA = differences.filter((difference) => difference < 0).length;
  const blocks = quads.flat();
  return {
    a: failuresOf(blocks, "a"),
    b: failuresOf(blocks, "b"),
    moreOften: moreOfA === moreOfB ? undefined : moreOfB > moreOfA ? "b" : "a",
    p: signTest(moreOfA, moreOfB),
  };
}

function failuresOf(blocks: readonly AbBlock[], side: AbSide): AbFailures {
  const own = blocks.filter((block) => block.side === side);
  const total = own.reduce((sum, it) => sum + it.total_requests, 0);
  const failed = own.reduce((sum, it) => sum + it.failed_requests, 0);
  return { total, failed, share: total === 0 ? 0 : failed / total };
}
