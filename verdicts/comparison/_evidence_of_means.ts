import type { Interval } from "../statistics/interval.ts";
import { hedgesG } from "../statistics/hedges_g.ts";
import type { Moments } from "../statistics/moments.ts";
import { singleCaseTest } from "../statistics/single_case.ts";
import { welchTTest } from "../statistics/welch_t.ts";
import type { EffectSize } from "./document_comparison.ts";
import type { Evidence } from "./_evidence.ts";

/** What a change is: a part of the base's mean, or the difference itself. */
export type ChangeScale = "ratio" | "difference";

/**
 * What the means of two sides say: of several runs, or of the iterations of one
 * run. `undefined` unless one side at least has several.
 */
export function evidenceOfMeans(
  base: Moments,
  next: Moments,
  scale: ChangeScale,
): Evidence | undefined {
  const fewest = Math.min(base.count, next.count);
  if (fewest < 1 || Math.max(base.count, next.count) < 2) return undefined;
  const kind = fewest === 1 ? "one_against_several" : "welch";
  const test = fewest === 1
    ? singleCaseTest(base, next)
    : welchTTest(base, next);
  const isRatio = scale === "ratio";
  return {
    change: isRatio ? test.change : test.difference,
    interval: isRatio
      ? test.changeInterval && withoutNegative(test.changeInterval)
      : test.differenceInterval,
    test: {
      kind,
      base_count: base.count,
      next_count: next.count,
      p: test.p,
      effect: effectOf(base, next),
    },
  };
}

/** Nothing that is compared is below 0, whatever a formula for all numbers says. */
function withoutNegative([low, high]: Interval): Interval {
  return [Math.max(-1, low), high];
}

function effectOf(base: Moments, next: Moments): EffectSize {
  const { g, magnitude } = hedgesG(base, next);
  // JSON has no infinite numbers.
  return Number.isFinite(g)
    ? { kind: "hedges_g", size: g, magnitude }
    : { kind: "hedges_g", magnitude };
}
