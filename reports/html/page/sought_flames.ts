import type { BarTrace } from "../figures/figure.ts";

/** Which functions of a trace have a text in their name or place, by index. */
export function soughtFlames(
  { customdata = [] }: BarTrace,
  sought: string,
): number[] {
  const text = sought.toLowerCase();
  return customdata.flatMap(([name, place], i) =>
    `${name} ${place}`.toLowerCase().includes(text) ? [i] : []
  );
}
