import type { Unit } from "../../../units/units_of.ts";

/** A round value in the largest unit that it is at least one of. */
export function tickText(value: number, units: readonly Unit[]): string {
  if (value === 0) return "0";
  const [size, name] =
    units.find(([size]) => Math.abs(value) >= size * 0.999) ??
      units[units.length - 1];
  const text = (value / size).toLocaleString("en-US", {
    maximumSignificantDigits: 12,
  });
  return name === "" ? text : `${text} ${name}`;
}
