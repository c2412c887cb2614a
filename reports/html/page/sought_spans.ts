import type { BarTrace } from "../figures/figure.ts";
import { soughtFlames } from "./sought_flames.ts";

/** From when to when a function ran, in seconds. */
export type Span = readonly [from: number, to: number];

/** The spans of all functions that have a text in their name, the longest first. */
export function soughtSpans(
  traces: readonly BarTrace[],
  sought: string,
): Span[] {
  return traces
    .flatMap((trace) =>
      soughtFlames(trace, sought).map((i): Span => {
        const from = trace.base?.[i] ?? 0;
        return [from, from + (trace.x[i] ?? 0)];
      })
    )
    .toSorted(([a, b], [c, d]) => (d - c) - (b - a));
}
