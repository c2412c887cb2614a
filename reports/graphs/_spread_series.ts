import type { CustomSeriesOption } from "echarts/charts";

/** How far a value is spread, in positions along the axes. */
export interface Spread {
  /** Where it stands from left to right: a position, or which of the categories. */
  readonly x: number;
  /** Its lower end. */
  readonly low: number;
  /** Its upper end. */
  readonly high: number;
}

/** Which of several bars beside each other; all of them are of one width. */
export interface BarPlace {
  /** From the left, from 0. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** How bars stand beside each other, in ECharts' words. */
export const BAR_SPACING = {
  barMaxWidth: 56,
  barGap: "15%",
  barCategoryGap: "25%",
};

/** Half of the width of the stroke at the ends of an error bar, in pixels. */
const CAP = 4;

/** Error bars; of a bar, in its middle. */
export function spreadSeries(
  spreads: readonly Spread[],
  color: string,
  place?: BarPlace,
): CustomSeriesOption {
  return {
    type: "custom",
    clip: true,
    // Before the bars, not behind them.
    z: 3,
    data: spreads.map(({ high, low, x }) => [x, low, high]),
    encode: { x: 0, y: [1, 2] },
    renderItem(_parameters, api) {
      const [x, low, high] = [0, 1, 2].map((dimension) => api.value(dimension));
      const [center, bottom] = api.coord([x, low]);
      const [, top] = api.coord([x, high]);
      const bar = place && api.barLayout({
        ...BAR_SPACING,
        count: place.count,
      })?.[place.index];
      const middle = center + (bar?.offsetCenter ?? 0);
      return {
        type: "path",
        shape: {
          pathData: `M${middle - CAP} ${top}h${2 * CAP}` +
            `M${middle} ${top}V${bottom}` +
            `M${middle - CAP} ${bottom}h${2 * CAP}`,
        },
        style: { fill: "none", stroke: color, lineWidth: 1.25, opacity: 0.65 },
      };
    },
  };
}
