import type { Roundness } from "./round_values.ts";

/** Multiples of the smallest round step of which no more fit between two values than there is room for. */
export function evenValues(
  from: number,
  to: number,
  room: number,
  { base, isWhole }: Pick<Roundness, "base" | "isWhole">,
): number[] {
  const least = Math.max((to - from) / room, isWhole ? 1 : 0);
  if (!(least > 0)) return [from];
  const power = base ** Math.floor(Math.log(least) / Math.log(base));
  const parts = base === 2 ? [1, 2] : [1, 2, 5, 10];
  const step = parts
    .map((part) => part * power)
    .find((step) => step >= least * 0.999) ?? power;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from(
    { length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) },
    // Not 0.30000000000000004.
    (_, i) => Number(((first + i) * step).toPrecision(12)),
  );
}
