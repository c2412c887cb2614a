import { formatPercent } from "../../units/units.ts";
import { plotlyText } from "./figures/plotly_text.ts";
import { compareKeys } from "./page/compare_keys.ts";
import { coveredTime } from "./page/covered_time.ts";
import { drawFigure } from "./page/draw_figure.ts";
import { fittedText } from "./page/fitted_text.ts";
import { startFlameSearch } from "./page/flame_search.ts";
import { flameTraces } from "./page/flame_traces.ts";
import { paintedFigure } from "./page/painted_figure.ts";
import { plotLayout } from "./page/plot_layout.ts";
import { shownTicks } from "./page/shown_ticks.ts";
import { sortKey } from "./page/sort_key.ts";
import { soughtFlames } from "./page/sought_flames.ts";
import { soughtSpans } from "./page/sought_spans.ts";
import { startCharts } from "./page/start_charts.ts";
import { startDownloads } from "./page/start_downloads.ts";
import { sortBy, startTables } from "./page/start_tables.ts";
import { unpacked } from "./page/unpacked.ts";

/** All that runs in the page: each uses nothing but the others. */
const FUNCTIONS = [
  compareKeys,
  coveredTime,
  drawFigure,
  fittedText,
  flameTraces,
  formatPercent,
  paintedFigure,
  plotLayout,
  plotlyText,
  shownTicks,
  sortBy,
  sortKey,
  soughtFlames,
  soughtSpans,
  startCharts,
  startDownloads,
  startFlameSearch,
  startTables,
  unpacked,
];

/**
 * The page's script. It is made of the functions themselves, so that they are
 * checked and tested like all others and nothing has to be built.
 */
export function pageScript(): string {
  return [
    `"use strict";`,
    ...FUNCTIONS.map(String),
    "startTables();",
    "startDownloads();",
    "startCharts();",
  ].join("\n");
}
