// Deferred: of these come 300 small modules, which take longer to load than all others
// of this package together; who asks for no verdict shall not wait for them.
import defer * as normalCdfModule from "@stdlib/stats-base-dists-normal-cdf";
import defer * as normalQuantileModule from "@stdlib/stats-base-dists-normal-quantile";
import defer * as studentCdfModule from "@stdlib/stats-base-dists-t-cdf";

/** What share of the standard normal distribution lies below a value. */
export function normalCdf(value: number): number {
  return normalCdfModule.default(value, 0, 1);
}

/** What a share of the standard normal distribution lies below. */
export function normalQuantile(share: number): number {
  return normalQuantileModule.default(share, 0, 1);
}

/** What share of Student's t-distribution lies below a value. */
export function studentCdf(value: number, degreesOfFreedom: number): number {
  return studentCdfModule.default(value, degreesOfFreedom);
}
