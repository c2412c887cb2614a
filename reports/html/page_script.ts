import { formatPercent } from "../../units/units.ts";
import { evenValues } from "../ticks/even_values.ts";
import { nineValues } from "../ticks/nine_values.ts";
import { powerValues } from "../ticks/power_values.ts";
import { roundValues } from "../ticks/round_values.ts";
import { plotlyText } from "./figures/plotly_text.ts";
import { axisTicks } from "./page/axis_ticks.ts";
import { compareKeys } from "./page/compare_keys.ts";
import { coveredTime } from "./page/covered_time.ts";
import { drawFigure } from "./page/draw_figure.ts";
import { fittedText } from "./page/fitted_text.ts";
import { flameFacts } from "./page/flame_facts.ts";
import { startFlameSearch } from "./page/flame_search.ts";
import { flameTraces } from "./page/flame_traces.ts";
import { paintedFigure } from "./page/painted_figure.ts";
import { plotLayout } from "./page/plot_layout.ts";
import { runDocument } from "./page/run_document.ts";
import { sortKey } from "./page/sort_key.ts";
import { soughtFlames } from "./page/sought_flames.ts";
import { soughtSpans } from "./page/sought_spans.ts";
import { startCharts } from "./page/start_charts.ts";
import { startDownloads } from "./page/start_downloads.ts";
import { startPage } from "./page/start_page.ts";
import { sortBy, startTables } from "./page/start_tables.ts";
import { tickText } from "./page/tick_text.ts";
import { unpacked } from "./page/unpacked.ts";

/** All that runs in the page: each uses nothing but the others. */
const FUNCTIONS = [
  axisTicks,
  compareKeys,
  coveredTime,
  drawFigure,
  evenValues,
  fittedText,
  flameFacts,
  flameTraces,
  formatPercent,
  nineValues,
  paintedFigure,
  plotLayout,
  plotlyText,
  powerValues,
  roundValues,
  runDocument,
  sortBy,
  sortKey,
  soughtFlames,
  soughtSpans,
  startCharts,
  startDownloads,
  startFlameSearch,
  startPage,
  startTables,
  tickText,
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
    "startPage();",
  ].join("\n");
}
