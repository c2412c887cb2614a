import { requireWholeNumber } from "../rpc/arguments.ts";

/** Returns `value` if it is a whole number above 0; else throws, naming it. */
export function requirePositive(name: string, value: number): number {
  return requireWholeNumber(name, value, 1);
}
