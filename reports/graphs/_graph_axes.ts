import { PALETTES } from "../palette.ts";
import type { AxisOption } from "./_graph_content.ts";
import type { GraphScale } from "./_graph_scale.ts";
import { printable, printableName } from "./_graph_text.ts";

const { grid, muted, text } = PALETTES.light;

/** Pixels of all letters but the title's. */
export const FONT_SIZE = 12;

/** A vertical axis with numbers; its title stands above it. */
export function verticalAxis(
  title: string,
  scale: GraphScale,
): AxisOption<"yAxis"> {
  return {
    type: "value",
    ...numbers(scale),
    // Bars grow from the bottom, which is 0 on linear axes only.
    startValue: scale.from,
    name: printable(title),
    nameLocation: "end",
    nameGap: 12,
    nameTextStyle: { align: "left", color: muted, fontSize: FONT_SIZE },
    axisLine: { show: false },
  };
}

/** A horizontal axis with numbers; its title stands below it. */
export function horizontalAxis(
  title: string,
  scale: GraphScale,
): AxisOption<"xAxis"> {
  return {
    type: "value",
    ...numbers(scale),
    name: printable(title),
    nameLocation: "middle",
    nameGap: 28,
    nameTextStyle: { color: muted, fontSize: FONT_SIZE },
    axisLine: { show: true, onZero: false, lineStyle: { color: muted } },
    splitLine: { show: false },
    axisTick: {
      show: true,
      customValues: scale.ticks.map(({ position }) => position),
      lineStyle: { color: muted },
    },
  };
}

/** A horizontal axis with names, each below its share of the width. */
export function categoryAxis(
  names: readonly string[],
  width: number,
): AxisOption<"xAxis"> {
  return {
    type: "category",
    data: names.map(printableName),
    axisLine: { show: true, onZero: false, lineStyle: { color: muted } },
    axisTick: { show: false },
    axisLabel: {
      color: text,
      fontSize: FONT_SIZE,
      interval: 0,
      width: width / Math.max(1, names.length) - 8,
      overflow: "break",
      lineHeight: 15,
    },
  };
}

function numbers({ from, ticks, to }: GraphScale) {
  const positions = ticks.map(({ position }) => position);
  const labels = new Map(ticks.map(({ label, position }) => [position, label]));
  return {
    min: from,
    max: to,
    axisTick: { show: false, customValues: positions },
    axisLabel: {
      color: muted,
      fontSize: FONT_SIZE,
      customValues: positions,
      hideOverlap: true,
      formatter: (position: number) => labels.get(position) ?? "",
    },
    splitLine: { lineStyle: { color: grid } },
  };
}
