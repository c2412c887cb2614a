import type { Quantity } from "./quantity.ts";
import { BINARY_UNITS, DECIMAL_UNITS, DURATION_UNITS } from "./units.ts";

/** How much a unit is, and what it is called: `[1e-3, "ms"]`. */
export type Unit = readonly [size: number, name: string];

const UNITS: Readonly<Record<Quantity, readonly Unit[]>> = {
  duration: DURATION_UNITS,
  bandwidth: DECIMAL_UNITS.map(([size, prefix]) => [size, `${prefix}B/s`]),
  rate: DECIMAL_UNITS.map(([size, prefix]) => [size, `${prefix}/s`]),
  bytes: BINARY_UNITS.map((name, i): Unit => [1024 ** i, name]).toReversed(),
  count: [[1, ""]],
  share: [[0.01, "%"]],
  ratio: [[1, "×"]],
};

/** The units that a quantity is written in, the largest first. */
export function unitsOf(quantity: Quantity): readonly Unit[] {
  return UNITS[quantity];
}
