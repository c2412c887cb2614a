import type { Interval } from "./interval.ts";

/** A value of which it is known where it lies. */
export interface EstimatedValue {
  /** The value itself. */
  readonly value: number;
  /** Where the true one lies. */
  readonly interval: Interval;
}

/**
 * Where the change from one value to another lies, as a part of the first, if each
 * of both has an interval of its own, by logarithms: Zou and Donner, "Construction
 * of Confidence Intervals about Effect Measures: A Simple Approach", Statistics in
 * Medicine 27(10), 2008.
 *
 * `undefined` unless all is above 0.
 */
export function ratioInterval(
  base: EstimatedValue,
  next: EstimatedValue,
): Interval | undefined {
  if (!(base.interval[0] > 0 && next.interval[0] > 0)) return undefined;
  const [baseLow, baseValue, baseHigh] = logarithms(base);
  const [nextLow, nextValue, nextHigh] = logarithms(next);
  const difference = nextValue - baseValue;
  return [
    Math.expm1(
      difference - Math.hypot(nextValue - nextLow, baseHigh - baseValue),
    ),
    Math.expm1(
      difference + Math.hypot(nextHigh - nextValue, baseValue - baseLow),
    ),
  ];
}

function logarithms(
  { interval: [low, high], value }: EstimatedValue,
): [low: number, value: number, high: number] {
  return [Math.log(low), Math.log(value), Math.log(high)];
}
