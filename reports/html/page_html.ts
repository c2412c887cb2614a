import { html, raw } from "hono/html";
import plotly from "plotly.js-cartesian-dist-min/plotly-cartesian.min.js" with {
  type: "text",
};
import { PALETTES } from "../palette.ts";
import type { ReportSection } from "../report_section.ts";
import type { Run } from "../run.ts";
import { contentSecurityPolicy } from "./content_security_policy.ts";
import { paintsOf } from "./figures/color_role.ts";
import { flameOrigins } from "./figures/flame_origins.ts";
import { figureOf } from "./figures/figure_of.ts";
import { headerHtml } from "./header_html.ts";
import { isFolded } from "./is_folded.ts";
import type { Markup } from "./markup.ts";
import { packed } from "./packed.ts";
import { packedRun } from "./packed_run.ts";
import type { ReportData } from "./page/report_data.ts";
import { pageScript } from "./page_script.ts";
import { sectionHtml } from "./section_html.ts";
import { tableContentHtml } from "./table_html.ts";
import style from "./style.css" with { type: "text" };
import { themeStyle } from "./theme_style.ts";

/** Without it, a browser asks the page's server for one. */
const NO_ICON = "data:,";

/** The whole page: it needs nothing that is not in it. */
export async function pageHtml(
  runs: readonly Run[],
  sections: readonly ReportSection[],
): Promise<string> {
  // Other threads do this, while this one draws.
  const documents = Promise.all(runs.map(packedRun));
  const origins = flameOrigins(sections.flatMap(({ charts }) => charts));
  const drawn = sections.map((section) => ({
    section,
    figures: section.charts.map((chart) => figureOf(chart, origins)),
  }));
  const report: ReportData = {
    figures: drawn.flatMap(({ figures }) => figures),
    folded: sections
      .flatMap((section) =>
        section.tables.filter((table) => isFolded(table, section))
      )
      .map((table) => String(tableContentHtml(table))),
    paints: {
      light: paintsOf(PALETTES.light),
      dark: paintsOf(PALETTES.dark),
    },
  };
  const data = await packed(new TextEncoder().encode(JSON.stringify(report)));
  const scripts = [plotly, pageScript()];
  const policy = await contentSecurityPolicy(scripts);
  const names = runs.map(({ name }) => name).join(", ");
  return String(html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="${NO_ICON}">
        <title>rpcbench: ${names}</title>
        <style>${raw(themeStyle())}
    ${raw(style)}</style>
      </head>
      <body>
    <a class="skip" href="#report">Skip to the report</a>
    ${headerHtml(runs)}
    ${contentsHtml(sections)}
    <main id="report" tabindex="-1">
    <noscript><p>Charts and folded tables need JavaScript.</p></noscript>
    ${sections.length === 0
      ? html`<p>Nothing was measured.</p>`
      : drawn.map(({ figures, section }) => sectionHtml(section, figures))}
    </main>
    ${dataHtml("report-data", data)}
    ${(await documents).map(({ data, form }, i) =>
      dataHtml(`run-${i}`, data, form)
    )}
    ${scripts.map((script) =>
      html`
        <script>${raw(script)}</script>
      `
    )}
      </body>
    </html>
  `);
}

function contentsHtml(sections: readonly ReportSection[]): Markup {
  return html`
    <nav aria-label="Contents">
      <ol>${sections.map(({ id, title }) =>
        html`<li><a href="#${id}">${title}</a></li>`
      )}</ol>
    </nav>
  `;
}

/** What the page's script unpacks; a browser shows and runs none of it. */
function dataHtml(id: string, data: string, form = "whole"): Markup {
  return html`
    <script type="application/gzip" id="${id}"
      data-form="${form}">${raw(data)}</script>
  `;
}
