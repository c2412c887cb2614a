import { unitsOf } from "../../../units/units_of.ts";
import type { Axis } from "../../chart.ts";
import { roundnessOf } from "../../ticks/roundness_of.ts";
import type { PlotAxis, TickScale } from "./figure.ts";
import { plotlyText } from "./plotly_text.ts";

/** Room beyond it would be no number. */
const GREATEST = 1e300;
/** So much of the range is left free beyond the last value. */
const MARGIN = 0.06;

/** An axis, and what its ticks are made from. */
export interface ScaledAxis {
  readonly axis: PlotAxis;
  readonly scale: TickScale;
}

/** Where a value stands on an axis, in numbers that Plotly takes. */
export function placed(value: number, { scale }: Axis): number {
  return scale === "nines" ? -Math.log10(1 - value) : value;
}

/** Whether an axis has a place for a value: a logarithm has none for zero. */
export function isPlaced(value: number, { scale }: Axis): boolean {
  return Math.abs(value) < GREATEST &&
    (scale !== "log" || value > 0) &&
    (scale !== "nines" || value < 1);
}

/**
 * An axis that has room for some values. A linear one starts at zero, unless what
 * counts is how values are apart, as along time.
 */
export function plotAxis(
  axis: Axis,
  values: readonly number[],
  { fromZero }: { readonly fromZero: boolean },
): ScaledAxis {
  const { quantity, scale, title } = axis;
  const shown = values.filter((value) => isPlaced(value, axis));
  return {
    axis: {
      title: { text: plotlyText(title) },
      type: scale === "log" ? "log" : "linear",
      range: rangeOf(axis, shown, fromZero),
    },
    scale: {
      ...roundnessOf(axis),
      units: unitsOf(quantity),
      measured: [],
    },
  };
}

/** As Plotly counts it: powers of ten, where the axis is logarithmic. */
function rangeOf(
  axis: Axis,
  values: readonly number[],
  fromZero: boolean,
): readonly [number, number] {
  const places = values.map((value) =>
    axis.scale === "log" ? Math.log10(value) : placed(value, axis)
  );
  if (places.length === 0) return [0, 1];
  const least = places.reduce((a, b) => Math.min(a, b));
  const greatest = places.reduce((a, b) => Math.max(a, b));
  if (axis.scale === "linear" && fromZero && least >= 0) {
    return [0, greatest === 0 ? 1 : greatest * (1 + MARGIN)];
  }
  const span = greatest - least;
  const margin = span > 0 ? span * MARGIN : spanOfOne(axis, greatest);
  return [least - margin, greatest + margin];
}

/** What lies around the only value there is. */
function spanOfOne({ scale }: Axis, value: number): number {
  return scale === "linear" && value !== 0 ? Math.abs(value) / 2 : 0.5;
}
