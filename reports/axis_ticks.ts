import type { Axis } from "./chart.ts";

/** So much finer than the whole range may be looked at. */
const FINEST_STEPS = 200;
/** A coarser step than a quarter of the range makes no scale. */
const FEWEST_STEPS = 3;
/** Double precision has no more nines. */
const MOST_NINES = 15;

/**
 * Round values between two values of an axis, to stand at its ticks: choices from
 * few to many. Which of them suits depends on the room.
 */
export function axisTicks(
  { quantity, scale }: Axis,
  least: number,
  greatest: number,
): number[][] {
  switch (scale) {
    case "nines":
      return nines(least, greatest);
    case "log":
      return quantity === "bytes"
        ? powersOfTwo(least, greatest)
        : powersOfTen(least, greatest);
    case "linear":
      return evenSteps(
        least,
        greatest,
        quantity === "bytes" ? BINARY_STEPS : DECIMAL_STEPS,
        quantity === "count",
      );
  }
}

/** Steps within a power of a base. */
interface Steps {
  readonly base: number;
  readonly within: readonly number[];
}

const DECIMAL_STEPS: Steps = { base: 10, within: [1, 2, 5] };
const BINARY_STEPS: Steps = { base: 2, within: [1] };

function evenSteps(
  least: number,
  greatest: number,
  { base, within }: Steps,
  whole: boolean,
): number[][] {
  const range = greatest - least;
  if (!(range > 0)) return [[least]];
  const logarithm = (value: number) => Math.log(value) / Math.log(base);
  const from = Math.floor(logarithm(range / FINEST_STEPS));
  const to = Math.ceil(logarithm(range / FEWEST_STEPS));
  return integers(from, to)
    .flatMap((power) => within.map((step) => step * base ** power))
    .filter((step) => {
      const steps = range / step;
      // Of things that are counted, there are no finer steps than one.
      const isFinest = whole && step === 1;
      return (steps >= FEWEST_STEPS || isFinest) && steps <= FINEST_STEPS &&
        (!whole || step >= 1);
    })
    .toReversed()
    .map((step) =>
      integers(Math.ceil(least / step), Math.floor(greatest / step))
        // Not 0.30000000000000004.
        .map((count) => Number((count * step).toPrecision(12)))
    );
}

function powersOfTen(least: number, greatest: number): number[][] {
  const powers = integers(
    Math.floor(Math.log10(least)),
    Math.ceil(Math.log10(greatest)),
  );
  const at = (steps: readonly number[], every = 1) =>
    powers
      .filter((power) => power % every === 0)
      .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((value) => value >= least && value <= greatest);
  return [
    at([1], 3),
    at([1]),
    at([1, 3]),
    at([1, 2, 5]),
    at(DIGITS),
    at(TENTHS),
  ];
}

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const TENTHS = DIGITS.flatMap((digit) => [digit, digit + 0.2, digit + 0.5]);

function powersOfTwo(least: number, greatest: number): number[][] {
  const powers = integers(
    Math.ceil(Math.log2(least)),
    Math.floor(Math.log2(greatest)),
  );
  return [10, 5, 4, 2, 1].map((every) =>
    powers.filter((power) => power % every === 0).map((power) => 2 ** power)
  );
}

function nines(least: number, greatest: number): number[][] {
  const whole = integers(0, MOST_NINES).map((power) => share(1, power));
  const between = integers(0, MOST_NINES).flatMap((power) =>
    [1, 0.5, 0.25].map((rest) => share(rest, power))
  );
  return [whole, between].map((level) =>
    level.filter((value) => value >= least && value <= greatest)
  );
}

/** What is left of one. */
function share(rest: number, power: number): number {
  return Number((1 - rest * 10 ** -power).toFixed(MOST_NINES + 2));
}

function integers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
