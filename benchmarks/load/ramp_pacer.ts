import { requirePositiveNumber } from "../options.ts";
import type { Pacer, RampPacing } from "./pacer.ts";

/**
 * A pacer of a rate that changes evenly; see {@linkcode createPacer}.
 *
 * By the time t, from·t + (to − from)·t² / (2·duration) requests are due; the
 * n-th is due when that is n. The root is written so that nothing cancels out
 * when both rates are nearly the same.
 */
export function rampPacer({ from, to, duration }: RampPacing): Pacer {
  if (!(from >= 0 && from < Infinity)) {
    throw new RangeError(`from is ${from}; it takes a number of at least 0`);
  }
  requirePositiveNumber("to", to);
  requirePositiveNumber("duration", duration);
  const slope = (to - from) / duration;
  const total = (from + to) / 2 * duration;
  let count = 0;
  return {
    next() {
      if (count >= total) return Infinity;
      const due = count === 0
        ? 0
        : 2 * count / (from + Math.sqrt(from * from + 2 * slope * count));
      count++;
      return due;
    },
  };
}
