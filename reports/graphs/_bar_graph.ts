import type { BarChart, BarSeries } from "../chart.ts";
import { PALETTES } from "../palette.ts";
import { floorPart } from "./_floor_part.ts";
import { categoryAxis, verticalAxis } from "./_graph_axes.ts";
import type { GraphContent, GraphPart } from "./_graph_content.ts";
import { type GraphScale, graphScale } from "./_graph_scale.ts";
import { filledLook } from "./_graph_look.ts";
import {
  BAR_SPACING,
  type BarPlace,
  type Spread,
  spreadSeries,
} from "./_spread_series.ts";

/** One value for each of several things, side by side. */
export function barGraph(chart: BarChart): GraphContent {
  const y = graphScale(chart.y, [
    ...chart.series.flatMap((bars) =>
      bars.values.flatMap((value, i) => {
        const spread = bars.spreads?.[i] ?? 0;
        return value === undefined
          ? []
          : [value, value + spread, Math.max(value - spread, value / 2)];
      })
    ),
    ...chart.floors.map(({ value }) => value),
  ]);
  const count = chart.series.length;
  return {
    ...categoryAxis(chart.categories),
    yAxis: verticalAxis(chart.y.title, y),
    parts: [
      ...chart.series.map((bars, index) => barPart(bars, { index, count }, y)),
      ...chart.floors.map((floor) => floorPart(floor, y)),
    ],
  };
}

function barPart(bars: BarSeries, place: BarPlace, y: GraphScale): GraphPart {
  const tops = bars.values.map((value) =>
    value === undefined ? undefined : y.position(value)
  );
  const measured = bars.values.filter((value) => value !== undefined).length;
  const drawn = tops.filter((top) => top !== undefined).length;
  if (drawn === 0) return { series: [], leftOut: measured };
  const spreads = bars.values.flatMap((value, x): Spread[] => {
    const spread = bars.spreads?.[x];
    if (value === undefined || spread === undefined) return [];
    return [{
      x,
      low: y.position(value - spread) ?? y.from,
      high: y.position(value + spread) ?? y.to,
    }];
  });
  const look = filledLook(bars, 0.85);
  return {
    name: bars.name,
    series: [
      {
        type: "bar",
        // ECharts writes a bar that is not there as "-".
        data: tops.map((top) => top ?? "-"),
        ...BAR_SPACING,
        itemStyle: look,
      },
      ...spreads.length === 0
        ? []
        : [spreadSeries(spreads, PALETTES.light.text, place)],
    ],
    leftOut: measured - drawn,
  };
}
