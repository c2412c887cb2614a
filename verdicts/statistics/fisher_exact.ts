/** How many of some attempts succeeded. */
export interface Proportion {
  /** Those that succeeded. */
  readonly successes: number;
  /** All of them. */
  readonly attempts: number;
}

/** Of doubles that rounding has made different, the greater is at most so many times the other. */
const ROUNDING = 1 + 1e-7;

/**
 * Whether two shares differ, by how often they were counted: how likely it is, two
 * sides of one share given, that what was counted comes about, or anything less
 * likely (Fisher, "On the Interpretation of χ² from Contingency Tables, and the
 * Calculation of P", Journal of the Royal Statistical Society 85(1), 1922).
 *
 * @throws {RangeError} For counts that are no whole numbers, or more successes than
 * attempts.
 *
 * @example Three of a thousand failed before, and twenty now
 * ```ts
 * import { fisherExact } from "@x/rpcbench/verdicts";
 * import { assertLess } from "@std/assert";
 *
 * const before = { successes: 997, attempts: 1000 };
 * const after = { successes: 980, attempts: 1000 };
 * assertLess(fisherExact(before, after), 0.001);
 * ```
 */
export function fisherExact(base: Proportion, next: Proportion): number {
  requireCounts("base", base);
  requireCounts("next", next);
  const all = base.attempts + next.attempts;
  const successes = base.successes + next.successes;
  // Of all successes, so many can be on the base's side.
  const least = Math.max(0, successes - next.attempts);
  const most = Math.min(successes, base.attempts);
  /** How much more likely one success more on the base's side is. */
  const rise = (count: number): number =>
    (successes - count) * (base.attempts - count) /
    ((count + 1) * (next.attempts - successes + count + 1));
  // The most likely has a weight of 1, so that all others underflow at worst.
  const mode = Math.min(
    most,
    Math.max(
      least,
      Math.floor((successes + 1) * (base.attempts + 1) / (all + 2)),
    ),
  );
  const weights = new Map([[mode, 1]]);
  for (let count = mode, weight = 1; count < most && weight > 0; count++) {
    weights.set(count + 1, weight *= rise(count));
  }
  for (let count = mode, weight = 1; count > least && weight > 0; count--) {
    weights.set(count - 1, weight /= rise(count - 1));
  }
  const limit = (weights.get(base.successes) ?? 0) * ROUNDING;
  let total = 0;
  let extreme = 0;
  for (const weight of weights.values()) {
    total += weight;
    if (weight <= limit) extreme += weight;
  }
  return Math.min(1, extreme / total);
}

function requireCounts(
  side: string,
  { successes, attempts }: Proportion,
): void {
  if (
    !(Number.isSafeInteger(successes) && Number.isSafeInteger(attempts) &&
      successes >= 0 && successes <= attempts)
  ) {
    throw new RangeError(
      `${side} must have whole numbers of successes and of attempts, got ${successes} of ${attempts}`,
    );
  }
}
