import { axisText } from "../../axis_text.ts";
import { axisTicks } from "../../axis_ticks.ts";
import type { Axis } from "../../chart.ts";
import type { Tick } from "./figure.ts";
import { plotlyText } from "./plotly_text.ts";

/**
 * Ticks to choose from between two values of an axis, from few to many, each with
 * its text: which are shown depends on the room, and on how far a reader zooms in.
 */
export function tickLevels(
  axis: Axis,
  least: number,
  greatest: number,
): readonly (readonly Tick[])[] {
  return axisTicks(axis, least, greatest)
    .filter((level) => level.length > 0)
    .map((level) => ticksAt(axis, level));
}

/** Ticks at some values of an axis. */
export function ticksAt(
  axis: Axis,
  values: readonly number[],
): readonly Tick[] {
  return values.map((at) => ({ at, text: plotlyText(axisText(at, axis)) }));
}
