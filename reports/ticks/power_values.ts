import type { Roundness } from "./round_values.ts";

/**
 * Powers of a base between two values, with as many values between them as there is
 * room for, or with some of them left out; none, if there are less than two.
 */
export function powerValues(
  from: number,
  to: number,
  room: number,
  { base }: Pick<Roundness, "base">,
): number[] {
  const logarithm = base === 2 ? Math.log2 : Math.log10;
  const first = Math.floor(logarithm(from));
  const powers = Array.from(
    { length: Math.ceil(logarithm(to)) - first + 1 },
    (_, i) => first + i,
  );
  const within = (parts: readonly number[], every = 1) =>
    powers
      .filter((power) => power % every === 0)
      .flatMap((power) => parts.map((part) => part * base ** power))
      .filter((value) => value >= from * 0.999 && value <= to * 1.001);
  const choices = base === 2
    ? [1, 2, 4, 10, 20, 100].map((every) => within([1], every))
    : [
      within([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      within([1, 2, 5]),
      within([1, 3]),
      ...[1, 3, 6, 30, 150].map((every) => within([1], every)),
    ];
  const fitting = choices.find(({ length }) => length <= room) ?? [];
  return fitting.length < 2 ? [] : fitting;
}
