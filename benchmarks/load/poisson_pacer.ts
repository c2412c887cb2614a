import { requirePositiveNumber } from "../options.ts";
import { seededRandom } from "../seeded_random.ts";
import type { Pacer, PoissonPacing } from "./pacer.ts";

/** A pacer whose gaps are exponentially distributed; see {@linkcode createPacer}. */
export function poissonPacer({ rate, seed = 1 }: PoissonPacing): Pacer {
  requirePositiveNumber("rate", rate);
  const random = seededRandom(seed);
  let due = 0;
  return {
    next() {
      // 1 − random is never 0, whose logarithm there is not.
      due -= Math.log(1 - random()) / rate;
      return due;
    },
  };
}
