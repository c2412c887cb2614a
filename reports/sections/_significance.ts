import { formatPercent } from "../../units/units.ts";

/** Less p than this is not told apart. */
const LEAST_P = 0.001;

/** How often chance alone does something, in words. */
export function writtenP(p: number): string {
  return p < LEAST_P ? `< ${LEAST_P}` : p.toFixed(3);
}

/** A change as a part of what was: `"+5.1 %"`. */
export function signedPercent(share: number): string {
  const sign = share === 0 ? "" : share < 0 ? "−" : "+";
  return sign + formatPercent(Math.abs(share));
}
