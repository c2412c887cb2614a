import type { Chart } from "../../chart.ts";

/**
 * Whose code the functions of all flame graphs are, what took most time first: so
 * that each has the same look in all of them.
 */
export function flameOrigins(charts: readonly Chart[]): readonly string[] {
  const times = new Map<string, number>();
  for (const chart of charts) {
    if (chart.kind !== "flames") continue;
    for (const { origin, self } of chart.flames) {
      times.set(origin, (times.get(origin) ?? 0) + self);
    }
  }
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .map(([origin]) => origin);
}
