import type { FloorResult } from "../benchmarks/result_document.ts";
import type { ChartLine, ChartPoint, FloorLevel } from "./chart.ts";
import type { Run } from "./run.ts";

/** The floor of one of the runs. */
export interface FloorOfRun {
  /** What legends and tables call it. */
  readonly name: string;
  /** Which of the report's runs measured it. */
  readonly runIndex: number;
  /** What was measured. */
  readonly floor: FloorResult;
}

/** The floors of the runs that measured one. */
export function floorsOf(runs: readonly Run[]): FloorOfRun[] {
  return runs.flatMap(({ document: { meta: { floor } }, name }, runIndex) =>
    floor === undefined ? [] : [{
      name: runs.length === 1 ? "floor" : `floor, ${name}`,
      runIndex,
      floor,
    }]
  );
}

/** One figure of each run's floor, as levels of a chart. */
export function floorLevels(
  runs: readonly Run[],
  valueOf: (floor: FloorResult) => number,
): FloorLevel[] {
  return floorsOf(runs).map(({ floor, name, runIndex }) => ({
    name,
    runIndex,
    value: valueOf(floor),
  }));
}

/** What floors have along a horizontal axis, as lines of a chart. */
export function floorLines(
  runs: readonly Run[],
  pointsOf: (floor: FloorResult) => readonly ChartPoint[] | undefined,
): ChartLine[] {
  return floorsOf(runs).flatMap(({ floor, name, runIndex }) => {
    const points = pointsOf(floor);
    return points === undefined
      ? []
      : [{ name, runIndex, serverIndex: 0, isFloor: true, points }];
  });
}
