/** The longest delay that a timer takes, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Throws a `RangeError` that names what is no time to wait; `Infinity` is one. */
export function requireSeconds(name: string, seconds: number): void {
  if (seconds > 0) return;
  throw new RangeError(
    `${name} is ${seconds}; it takes a number of seconds above 0`,
  );
}

/**
 * A delay that a timer takes; beyond 24 days it is too short, not at once, and
 * for what is past it is none.
 */
export function timerDelay(milliseconds: number): number {
  return Math.max(0, Math.min(Math.ceil(milliseconds), LONGEST_DELAY));
}

/**
 * Returns `value` if it is a whole number within a range; else throws a
 * `RangeError` that names it.
 */
export function requireWholeNumber(
  name: string,
  value: number,
  least: number,
  most?: number,
): number {
  const inRange = value >= least && value <= (most ?? Infinity);
  if (Number.isSafeInteger(value) && inRange) return value;
  const range = most === undefined
    ? `of at least ${least}`
    : `from ${least} to ${most}`;
  throw new RangeError(`${name} is ${value}; it takes a whole number ${range}`);
}
