import type { Flame, FlameGraph } from "../../chart.ts";
import { barPattern } from "./bar_pattern.ts";
import { SERIES, seriesRole } from "./color_role.ts";
import type { BarTrace, Figure } from "./figure.ts";
import { plotAxis } from "./plot_axis.ts";
import { plotlyName } from "./plotly_text.ts";

const ROW_HEIGHT = 22;

/**
 * Where CPU time went, as Plotly draws it: bars from a base, on the stack from the
 * top down. Whose code they are, of all that there is in the report, is what they
 * look like.
 */
export function flameFigure(
  { flames, id }: FlameGraph,
  origins: readonly string[],
): Figure {
  const whole = flames.reduce(
    (end, { start, total }) => Math.max(end, start + total),
    0,
  );
  const depth = flames.reduce((most, flame) => Math.max(most, flame.depth), 0);
  const across = plotAxis(
    { title: "CPU time", quantity: "duration", scale: "linear" },
    [0, whole],
    { fromZero: true },
  );
  return {
    id,
    data: origins.flatMap((origin, index) => {
      const own = flames.filter((flame) => flame.origin === origin);
      return own.length === 0 ? [] : [flameTrace(origin, own, index)];
    }),
    layout: {
      xaxis: { ...across.axis, range: [0, whole === 0 ? 1 : whole] },
      yaxis: {
        type: "linear",
        range: [depth + 0.5, -0.5],
        visible: false,
        fixedrange: true,
      },
      showlegend: true,
      hovermode: "closest",
      barmode: "overlay",
      bargap: 0,
    },
    scales: { xaxis: across.scale },
    isWide: true,
    height: 110 + (depth + 1) * ROW_HEIGHT,
  };
}

function flameTrace(
  origin: string,
  flames: readonly Flame[],
  index: number,
): BarTrace {
  return {
    type: "bar",
    orientation: "h",
    name: plotlyName(origin === "" ? "unknown" : origin),
    x: flames.map(({ total }) => total),
    y: flames.map(({ depth }) => depth),
    base: flames.map(({ start }) => start),
    width: 0.94,
    customdata: flames.map(({ name, place, self }) => [name, place, self]),
    textposition: "inside",
    insidetextanchor: "start",
    textangle: 0,
    constraintext: "none",
    marker: {
      color: seriesRole(index),
      pattern: barPattern(Math.floor(index / SERIES)),
      line: { color: "background", width: 0.5 },
    },
    hoverinfo: "text",
  };
}
