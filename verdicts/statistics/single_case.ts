import type { ConfidenceOptions } from "./interval.ts";
import { type MeansTest, meansTest } from "./two_means.ts";
import type { Moments } from "./moments.ts";

/**
 * Whether one value is of the same kind as several others, which alone tell how
 * such values are spread: Crawford and Howell, "Comparing an Individual's Test Score
 * against Norms Derived from Small Samples", The Clinical Neuropsychologist 12(4),
 * 1998. Either side may be the one.
 *
 * @throws {RangeError} Unless one side is a single value and the other is not.
 *
 * @example A run against four of before
 * ```ts
 * import { momentsOf, singleCaseTest } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const before = momentsOf([100, 103, 98, 101]);
 * assertLess(singleCaseTest(before, momentsOf([120])).p, 0.01);
 * ```
 */
export function singleCaseTest(
  base: Moments,
  next: Moments,
  options: ConfidenceOptions = {},
): MeansTest {
  const several = base.count > next.count ? base : next;
  if (!(several.count >= 2 && Math.min(base.count, next.count) === 1)) {
    throw new RangeError(
      `one side must have one value and the other several, got ${base.count} and ${next.count}`,
    );
  }
  // One value alone tells nothing of its spread.
  const estimated = ({ count, mean }: Moments) => ({
    mean,
    variance: several.stdev ** 2 / count,
  });
  return meansTest(
    estimated(base),
    estimated(next),
    several.count - 1,
    options,
  );
}
