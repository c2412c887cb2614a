import type { Quantity } from "../../units/quantity.ts";
import type { MetricUnit } from "./metric_units.ts";

/** A number as it is written for people. */
export interface MetricFigure {
  /** In the unit of its quantity. */
  readonly value: number;
  /** What it measures. */
  readonly quantity: Quantity;
}

/** What metrics of a unit measure, and how much of its unit one is. */
const QUANTITIES: Readonly<
  Record<MetricUnit, readonly [quantity: Quantity, size: number]>
> = {
  s: ["duration", 1],
  B: ["bytes", 1],
  "B/s": ["bandwidth", 1],
  "1/s": ["rate", 1],
  "Mbit/s": ["bandwidth", 125_000],
  "%": ["share", 0.01],
  share: ["share", 1],
  count: ["count", 1],
};

/** A metric's value, or a limit of it, as it is written for people. */
export function metricFigure(value: number, unit: MetricUnit): MetricFigure {
  const [quantity, size] = QUANTITIES[unit];
  return { value: value * size, quantity };
}
