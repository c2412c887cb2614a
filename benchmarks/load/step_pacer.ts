import { requirePositiveNumber } from "../options.ts";
import type { Pacer, StepPacing } from "./pacer.ts";

/**
 * A pacer of one rate after another, each of which begins with a request; see
 * {@linkcode createPacer}.
 */
export function stepPacer({ steps }: StepPacing): Pacer {
  if (steps.length === 0) {
    throw new RangeError("steps is empty; it takes at least one");
  }
  for (const { rate, duration } of steps) {
    requirePositiveNumber("rate", rate);
    requirePositiveNumber("duration", duration);
  }
  let start = 0;
  let step = 0;
  let count = 0;
  return {
    next() {
      while (step < steps.length) {
        const { rate, duration } = steps[step];
        if (count < rate * duration) return start + count++ / rate;
        start += duration;
        step++;
        count = 0;
      }
      return Infinity;
    },
  };
}
