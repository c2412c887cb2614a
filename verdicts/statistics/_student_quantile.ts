import tCdf from "@stdlib/stats-base-dists-t-cdf";

/** More halvings do not tell two doubles apart. */
const HALVINGS = 60;

/**
 * What a share above a half of Student's t-distribution lies below: the cumulative
 * distribution, inverted by halving. The quantile of @stdlib loads a logger that
 * reads the environment, which servers of users' services may not.
 *
 * @throws {RangeError} If the share is not from 0.5 to 1, both excluded, or there
 * are no degrees of freedom.
 */
export function studentQuantile(
  share: number,
  degreesOfFreedom: number,
): number {
  if (!(share > 0.5 && share < 1)) {
    throw new RangeError(`share must be between 0.5 and 1, got ${share}`);
  }
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(
      `degreesOfFreedom must be above 0, got ${degreesOfFreedom}`,
    );
  }
  // In the lower tail, small shares keep their digits.
  const isBeyond = (value: number) =>
    tCdf(-value, degreesOfFreedom) < 1 - share;
  let high = 1;
  while (!isBeyond(high)) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
  return high;
}
