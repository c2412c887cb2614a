import type { Axis } from "../chart.ts";
import { evenValues } from "./even_values.ts";
import { nineValues } from "./nine_values.ts";
import { powerValues } from "./power_values.ts";

/** What decides which values of an axis are round. */
export interface Roundness {
  /** Where values stand on it. */
  readonly scale: Axis["scale"];
  /** What its steps are powers of. */
  readonly base: 2 | 10;
  /** Whether there is nothing between whole numbers. */
  readonly isWhole: boolean;
}

/**
 * Round values between two places of an axis, to stand at its ticks: as many as
 * there is room for. Places are powers of ten on a logarithmic axis, and so many
 * nines on one of nines. The report's page runs this too, and what it calls.
 */
export function roundValues(
  roundness: Roundness,
  from: number,
  to: number,
  room: number,
): number[] {
  switch (roundness.scale) {
    case "linear":
      return evenValues(from, to, room, roundness);
    case "nines":
      return nineValues(from, to, room);
    case "log": {
      const least = Math.max(10 ** from, Number.MIN_VALUE);
      const greatest = Math.min(10 ** to, Number.MAX_VALUE);
      const powers = powerValues(least, greatest, room, roundness);
      return powers.length > 0
        ? powers
        : evenValues(least, greatest, room, roundness);
    }
  }
}
