import { html } from "hono/html";
import type { ReportSection } from "../report_section.ts";
import { chartHtml } from "./chart_html.ts";
import type { Figure } from "./figures/figure.ts";
import { isFolded } from "./is_folded.ts";
import type { Markup } from "./markup.ts";
import { foldedTableHtml, tableHtml } from "./table_html.ts";

/** All that a report says of one thing; the figures are those of its charts. */
export function sectionHtml(
  section: ReportSection,
  figures: readonly Figure[],
): Markup {
  const { alarming = false, charts, id, lines, tables, title } = section;
  return html`
    <section id="${id}" class="${alarming ? "alarming" : ""}">
    <h2>${title}</h2>
    ${lines.length === 0
      ? ""
      : html`<div class="lines">${
        lines.map((line) => html`<p>${line}</p>`)
      }</div>`}
    ${charts.length === 0
      ? ""
      : html`<div class="charts">${
        charts.map((chart, i) => chartHtml(chart, figures[i]))
      }</div>`}
    ${tables.map((table) =>
      isFolded(table, section) ? foldedTableHtml(table) : tableHtml(table)
    )}
    </section>
  `;
}
