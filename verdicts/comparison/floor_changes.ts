import { type Better, metricsOf } from "../../benchmarks/metrics/mod.ts";
import type { ResultDocument } from "../../benchmarks/result_document.ts";
import type { ComparedValue } from "./document_comparison.ts";

/** What is looked at of floors: one number each of what servers are measured by. */
const FLOORS: readonly (readonly [path: string, better: Better])[] = [
  ["floor.latency.median", "less"],
  ["floor.throughput", "more"],
  ["floor.bandwidth", "more"],
];

/** How the floor changed, as far as both sides measured it. */
export function compareFloors(
  base: readonly ResultDocument[],
  next: readonly ResultDocument[],
): ComparedValue[] {
  const before = base.map(metricsOf);
  const after = next.map(metricsOf);
  return FLOORS.flatMap(([path, better]): ComparedValue[] => {
    const found = [...before, ...after].flatMap((metrics) =>
      metrics.find((metric) => metric.server === "" && metric.path === path) ??
        []
    );
    if (found.length < before.length + after.length) return [];
    const values = found.map(({ value }) => value);
    const baseValue = mean(values.slice(0, before.length));
    const nextValue = mean(values.slice(before.length));
    if (!(baseValue > 0 && nextValue > 0)) return [];
    return [{
      server: "",
      path,
      unit: found[0].unit,
      better,
      base: baseValue,
      next: nextValue,
      change: nextValue / baseValue - 1,
    }];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
