import { html } from "hono/html";
import type { Chart } from "../chart.ts";
import { describeChart } from "../chart_description.ts";
import type { Figure } from "./figures/figure.ts";
import type { Markup } from "./markup.ts";

/** A phone has so many pixels for a chart; one that needs more scrolls in a box of its own. */
const PHONE_WIDTH = 340;

/** Where a chart is drawn, with what it is about above and what it says in words. */
export function chartHtml(chart: Chart, figure: Figure): Markup {
  const { id, kind, note, title } = chart;
  const { height, isWide = false, leastWidth = 0 } = figure;
  const plot = html`
    <div class="plot" data-chart="${id}" role="img" aria-label="${describeChart(
      chart,
    )}"
      style="min-height: ${height}px"></div>
  `;
  return html`<figure id="chart-${id}" class="${isWide ? "whole" : ""}">
<figcaption><h3>${title}</h3>${
    note === undefined ? "" : html`<p class="note">${note}</p>`
  }</figcaption>
${kind === "flames" ? flameSearch(title) : ""}
${
    leastWidth > PHONE_WIDTH
      ? html`
        <div class="wide" tabindex="0" role="group"
          aria-label="${title}">${plot}</div>
      `
      : html`<div class="wide">${plot}</div>`
  }
</figure>`;
}

function flameSearch(title: string): Markup {
  return html`
    <form class="search" role="search" aria-label="${title}">
      <label>Find a function <input type="search" autocomplete="off" spellcheck="false"></label>
      <button type="submit">Go to it</button>
      <button type="reset">Show all</button>
      <output></output>
    </form>
  `;
}
