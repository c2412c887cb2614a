import type { Summary } from "./statistics.ts";

/** Shares of samples, from 0 to 1 and rising, each with the value that they lie below. */
export type PercentileCurve = readonly (readonly [
  share: number,
  value: number,
])[];

/** All that a summary tells of how its samples are spread, from the least to the greatest. */
export function percentileCurve(summary: Summary): PercentileCurve {
  const { distribution, max, median, min, p25, p75, p90, p95, p99, p999 } =
    summary;
  return distribution ?? [
    [0, min],
    ...p25 === undefined ? [] : [[0.25, p25] as const],
    [0.5, median],
    [0.75, p75],
    [0.9, p90],
    [0.95, p95],
    [0.99, p99],
    [0.999, p999],
    [1, max],
  ];
}
