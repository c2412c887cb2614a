import type { Better } from "../../benchmarks/metrics/judged_metrics.ts";
import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";
import type {
  FloorResult,
  ResultDocument,
} from "../../benchmarks/result_document.ts";
import type { ComparedValue } from "./document_comparison.ts";
import { typicalValue } from "./typical_value.ts";

/** What is looked at of floors: one number each of what servers are measured by. */
const FLOORS: readonly {
  readonly path: string;
  readonly unit: MetricUnit;
  readonly better: Better;
  readonly valueOf: (floor: FloorResult) => number;
}[] = [
  {
    path: "floor.latency.median",
    unit: "s",
    better: "less",
    valueOf: ({ latency }) => latency.median,
  },
  {
    path: "floor.throughput",
    unit: "1/s",
    better: "more",
    valueOf: ({ throughput }) => throughput,
  },
  {
    path: "floor.bandwidth",
    unit: "B/s",
    better: "more",
    valueOf: ({ bandwidth }) => bandwidth,
  },
];

/** How the floor changed, if all runs of both sides measured it. */
export function compareFloors(
  base: readonly ResultDocument[],
  next: readonly ResultDocument[],
): ComparedValue[] {
  const before = base.flatMap(({ meta }) => meta.floor ?? []);
  const after = next.flatMap(({ meta }) => meta.floor ?? []);
  if (before.length < base.length || after.length < next.length) return [];
  return FLOORS.flatMap(({ better, path, unit, valueOf }): ComparedValue[] => {
    const baseValue = typicalValue(before.map(valueOf), unit);
    const nextValue = typicalValue(after.map(valueOf), unit);
    if (!(baseValue > 0 && nextValue > 0)) return [];
    return [{
      server: "",
      path,
      unit,
      better,
      base: baseValue,
      next: nextValue,
      change: nextValue / baseValue - 1,
    }];
  });
}
