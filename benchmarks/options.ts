import { requireWholeNumber } from "../rpc/arguments.ts";

/** Returns `value` if it is a whole number above 0; else throws, naming it. */
export function requirePositive(name: string, value: number): number {
  return requireWholeNumber(name, value, 1);
}

/** Throws a `RangeError` that names `value` unless it is a finite number above 0. */
export function requirePositiveNumber(name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`${name} is ${value}; it takes a number above 0`);
}
