import type { Axis } from "../chart.ts";
import {
  linearTicks,
  logTicks,
  ninesTicks,
  tickLabel,
} from "./_graph_ticks.ts";

/** A place on an axis that has a name. */
export interface Tick {
  /** Where it stands. */
  readonly position: number;
  /** What it says. */
  readonly label: string;
}

/** Where values stand along an axis: positions grow evenly from end to end. */
export interface GraphScale {
  /** Where the axis begins. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
  /** From its beginning to its end. */
  readonly ticks: readonly Tick[];
  /** Where a value stands; `undefined` if the axis has no place for it. */
  readonly position: (value: number) => number | undefined;
}

/** How much further than its data an axis goes at either end. */
const MARGIN = 0.04;

/**
 * A scale with room for these values; those that have no place do not count. Its
 * ticks are round values, unless others are given.
 */
export function graphScale(
  axis: Axis,
  values: readonly number[],
  ticks?: readonly number[],
): GraphScale {
  const position = (value: number) => positionOf(value, axis.scale);
  const positions = values.flatMap((value) => position(value) ?? []);
  if (positions.length === 0) return { from: 0, to: 1, ticks: [], position };
  const span = spanOf(
    axis,
    positions.reduce((a, b) => Math.min(a, b)),
    positions.reduce((a, b) => Math.max(a, b)),
  );
  return {
    from: span.from,
    to: span.to,
    ticks: (ticks ?? span.ticks).flatMap((value) => {
      const at = position(value);
      return at === undefined
        ? []
        : [{ position: at, label: tickLabel(value, axis.quantity) }];
    }),
    position,
  };
}

function positionOf(value: number, scale: Axis["scale"]): number | undefined {
  const position = {
    linear: () => value,
    log: () => Math.log10(value),
    nines: () => -Math.log10(1 - value),
  }[scale]();
  return Number.isFinite(position) ? position : undefined;
}

/** Where an axis begins and ends that has room for these positions, and its ticks. */
function spanOf(
  { quantity, scale }: Axis,
  low: number,
  high: number,
): { from: number; to: number; ticks: number[] } {
  switch (scale) {
    case "linear": {
      const least = Math.min(0, low);
      const most = Math.max(0, high);
      const ticks = linearTicks(least, most > least ? most : 1, quantity);
      return { from: ticks[0], to: ticks[ticks.length - 1], ticks };
    }
    case "log": {
      const margin = low === high ? 0.5 : MARGIN * (high - low);
      const [from, to] = [low - margin, high + margin];
      return { from, to, ticks: logTicks(from, to, quantity) };
    }
    case "nines": {
      const to = (1 + MARGIN) * Math.max(1, high);
      return { from: 0, to, ticks: ninesTicks(to) };
    }
  }
}
