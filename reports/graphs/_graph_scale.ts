import { axisText } from "../axis_text.ts";
import type { Axis } from "../chart.ts";
import { roundnessOf } from "../ticks/roundness_of.ts";
import { roundValues } from "../ticks/round_values.ts";

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

/** How much further than its data an axis goes. */
const MARGIN = 0.05;

/** More ticks make a scale no clearer. */
const MOST_TICKS = 6;

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
  const [from, to] = endsOf(
    axis,
    positions.reduce((a, b) => Math.min(a, b)),
    positions.reduce((a, b) => Math.max(a, b)),
  );
  return {
    from,
    to,
    ticks: (ticks ?? roundValues(roundnessOf(axis), from, to, MOST_TICKS))
      .flatMap((value) => {
        const at = position(value);
        return at === undefined
          ? []
          : [{ position: at, label: axisText(value, axis) }];
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

/** The positions at which an axis begins and ends: a linear one shows 0. */
function endsOf(
  { scale }: Axis,
  low: number,
  high: number,
): readonly [number, number] {
  switch (scale) {
    case "linear": {
      const [least, most] = [Math.min(0, low), Math.max(0, high)];
      const margin = MARGIN * (most - least);
      return [
        least < 0 ? least - margin : 0,
        most > 0 ? most + margin : least < 0 ? 0 : 1,
      ];
    }
    case "log": {
      const margin = low === high ? 0.5 : MARGIN * (high - low);
      return [low - margin, high + margin];
    }
    case "nines":
      return [0, (1 + MARGIN) * Math.max(1, high)];
  }
}
