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
  const mode = Math.min(
    most,
    Math.max(
      least,
      Math.floor((successes + 1) * (base.attempts + 1) / (all + 2)),
    ),
  );
  let observed = 0;
  eachWeight(mode, least, most, rise, (count, weight) => {
    if (count === base.successes) observed = weight;
  });
  const limit = observed * ROUNDING;
  let total = 0;
  let extreme = 0;
  eachWeight(mode, least, most, rise, (_count, weight) => {
    total += weight;
    if (weight <= limit) extreme += weight;
  });
  return Math.min(1, extreme / total);
}

/** What weighs less is as good as nothing, and below it doubles have few digits. */
const LEAST_WEIGHT = 1e-300;

/**
 * Tells of each count from the least to the most how likely it is, as a multiple of
 * the most likely, the mode; of those that are as good as impossible, nothing.
 */
function eachWeight(
  mode: number,
  least: number,
  most: number,
  rise: (count: number) => number,
  tell: (count: number, weight: number) => void,
): void {
  let weight = 1;
  for (let count = mode; count <= most && weight > LEAST_WEIGHT; count++) {
    tell(count, weight);
    weight *= rise(count);
  }
  weight = 1 / rise(mode - 1);
  for (let count = mode - 1; count >= least && weight > LEAST_WEIGHT; count--) {
    tell(count, weight);
    weight /= rise(count - 1);
  }
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
