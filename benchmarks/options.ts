/** Returns `value` if it is a whole number above 0; else throws, naming it. */
export function requirePositive(name: string, value: number): number {
  return requireWholeNumber(name, value, 1);
}

/** Returns `value` if it is a whole number of at least `least`; else throws, naming it. */
export function requireWholeNumber(
  name: string,
  value: number,
  least: number,
): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(
    `${name} is ${value}; it takes a whole number of at least ${least}`,
  );
}
