import { formatQuantity, type Quantity } from "../../units/quantity.ts";

/** An axis gets at least so many ticks, where that can be. */
const FEWEST = 3;

/** Steps between the ticks of an axis, about. */
const STEPS = 5;

/** Powers between the ticks of a logarithmic axis: more of them would crowd it. */
const MOST_POWERS = 8;

/** Round values from one at most `low` to one at least `high`. */
export function linearTicks(
  low: number,
  high: number,
  quantity: Quantity,
): number[] {
  const step = roundStep((high - low) / STEPS, quantity);
  return multiples(step, Math.floor(low / step), Math.ceil(high / step));
}

/** Round values from 10 to one power to 10 to another: powers, if there are enough. */
export function logTicks(
  from: number,
  to: number,
  quantity: Quantity,
): number[] {
  const [base, factors] = quantity === "bytes"
    ? [2, [1, 1.5]]
    : [10, [1, 2, 5]];
  const [first, last] = [from / Math.log10(base), to / Math.log10(base)];
  const step = Math.ceil((last - first) / MOST_POWERS);
  const powers = multiples(
    step,
    Math.ceil(first / step),
    Math.floor(last / step),
  ).map((exponent) => base ** exponent);
  if (powers.length >= FEWEST) return powers;
  const between = (value: number) =>
    Math.log10(value) >= from && Math.log10(value) <= to;
  const round = multiples(1, Math.floor(first), Math.ceil(last))
    .flatMap((exponent) => factors.map((factor) => factor * base ** exponent))
    .filter(between);
  return round.length >= FEWEST
    ? round
    : linearTicks(10 ** from, 10 ** to, quantity).filter(between);
}

/** None, 90 %, 99 %, and so on: shares of at most so many nines. */
export function ninesTicks(nines: number): number[] {
  return multiples(1, 0, Math.floor(nines)).map((nines) => 1 - 10 ** -nines);
}

/** A value as an axis says it: no digits that say nothing. */
export function tickLabel(value: number, quantity: Quantity): string {
  if (quantity === "share") return `${Number((100 * value).toPrecision(12))} %`;
  if (value === 0) return "0";
  return formatQuantity(value, quantity)
    .replace(/(\.\d*?)0+(?=\D|$)/, "$1")
    .replace(/\.(?=\D|$)/, "");
}

function multiples(step: number, first: number, last: number): number[] {
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, i) => (first + i) * step,
  );
}

/** At least so great: 1, 2 or 5 times a power of ten; of bytes, a power of two. */
function roundStep(least: number, quantity: Quantity): number {
  if (quantity === "bytes") return 2 ** Math.ceil(Math.log2(least));
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((factor) => factor * power >= least) ?? 10;
  return factor * power;
}
