import { html } from "hono/html";
import type { Chart } from "../chart.ts";
import { describeChart } from "../chart_description.ts";
import type { Figure } from "./figures/figure.ts";
import type { Markup } from "./markup.ts";

/** Where a chart is drawn, with what it is about above and what it says in words. */
export function chartHtml(chart: Chart, figure: Figure): Markup {
  const { id, kind, note, title } = chart;
  return html`<figure id="chart-${id}" class="${figure.isWide ? "whole" : ""}">
<figcaption><h3>${title}</h3>${
    note === undefined ? "" : html`<p class="note">${note}</p>`
  }</figcaption>
${kind === "flames" ? flameSearch(title) : ""}
<div class="wide"><div class="plot" data-chart="${id}" role="img" aria-label="${
    describeChart(chart)
  }" style="min-height: ${figure.height}px"></div></div>
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
