import type { Span } from "./sought_spans.ts";

/** Seconds in any of some spans: what lies in several counts once. */
export function coveredTime(spans: readonly Span[]): number {
  let covered = 0;
  let until = -Infinity;
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}
