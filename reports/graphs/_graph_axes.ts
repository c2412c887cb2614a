import { PALETTES } from "../palette.ts";
import type { AxisOption, HorizontalAxis } from "./_graph_content.ts";
import {
  FONT_SIZE,
  LINE_HEIGHT,
  MARGIN,
  MARGIN_LEFT,
  PLOT_WIDTH,
} from "./_graph_size.ts";
import type { GraphScale } from "./_graph_scale.ts";
import { printable, printableName, wrapped } from "./_graph_text.ts";

const { grid, muted, text } = PALETTES.light;

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
    nameGap: 9,
    nameTextStyle: {
      align: "left",
      // Where title and legend begin, too.
      padding: [0, 0, 0, MARGIN - MARGIN_LEFT],
      color: muted,
      fontSize: FONT_SIZE,
    },
    axisLine: { show: false, onZero: false },
  };
}

/** A horizontal axis with numbers; its title stands below it. */
export function horizontalAxis(
  title: string,
  scale: GraphScale,
): HorizontalAxis {
  const options = numbers(scale);
  return {
    xAxis: {
      type: "value",
      ...options,
      name: printable(title),
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: muted, fontSize: FONT_SIZE },
      axisLine: { show: true, onZero: false, lineStyle: { color: muted } },
      axisTick: {
        ...options.axisTick,
        show: true,
        lineStyle: { color: muted },
      },
      splitLine: { show: false },
    },
    linesBelow: 2,
  };
}

/** More lines than these say little more of a name. */
const MOST_LINES = 6;

/** A horizontal axis with names, each in as many lines as it needs. */
export function categoryAxis(names: readonly string[]): HorizontalAxis {
  const share = PLOT_WIDTH / Math.max(1, names.length) - 4;
  const labels = names.map((name) =>
    wrapped(printableName(name), FONT_SIZE, share).slice(0, MOST_LINES)
  );
  return {
    xAxis: {
      type: "category",
      data: labels.map((lines) => lines.join("\n")),
      axisLine: { show: true, onZero: false, lineStyle: { color: muted } },
      axisTick: { show: false },
      axisLabel: {
        color: text,
        fontSize: FONT_SIZE,
        interval: 0,
        lineHeight: LINE_HEIGHT,
      },
    },
    linesBelow: Math.max(1, ...labels.map((lines) => lines.length)),
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
