import { requirePositiveNumber } from "../options.ts";
import type { Pacer, PoissonPacing } from "./pacer.ts";

/** A pacer whose gaps are exponentially distributed; see {@linkcode createPacer}. */
export function poissonPacer({ rate, seed = 1 }: PoissonPacing): Pacer {
  requirePositiveNumber("rate", rate);
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed is ${seed}; it takes a whole number`);
  }
  const random = mulberry32(seed);
  let due = 0;
  return {
    next() {
      // 1 − random is never 0, whose logarithm there is not.
      due -= Math.log(1 - random()) / rate;
      return due;
    },
  };
}

/**
 * Numbers from 0 to below 1, the same for the same seed, which `Math.random`
 * cannot give. The generator is Tommy Ettinger's mulberry32, in the public domain.
 */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let bits = Math.imul(state ^ state >>> 15, 1 | state);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  };
}
