import { html } from "hono/html";
import type { ResultDocument } from "../benchmarks/result_document.ts";
import { formatConsoleReport } from "./console_report.ts";
import { cellText, type ReportTable } from "./report_table.ts";
import { reportSections } from "./report_sections.ts";
import { runsOf } from "./run.ts";

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.25rem 0.75rem; text-align: right; white-space: nowrap; }
  th { border-bottom: 1px solid; }
  th:first-child, td:first-child { text-align: left; }
  tr:nth-child(even) { background: color-mix(in srgb, currentcolor 6%, transparent); }
`;

/**
 * A result document as one HTML file that needs nothing else: a table for each
 * question that the scenarios asked and for each profile, and all else as the
 * console has it.
 *
 * @example Write a report
 * ```ts
 * import { BenchmarkResults, formatHtmlReport } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const page = formatHtmlReport(new BenchmarkResults().toJSON());
 * assertStringIncludes(page, "<!doctype html>");
 * ```
 */
export function formatHtmlReport(document: ResultDocument): string {
  const { meta } = document;
  return String(html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>rpcbench ${meta.started_at}</title>
        <style>${STYLE}</style>
      </head>
      <body>
    <h1>rpcbench</h1>
    <p>${meta.cpu_cores} × ${meta.cpu_model}, ${meta.os}, Deno ${meta
      .deno}; ${meta.started_at}</p>
    ${reportSections(runsOf(document)).flatMap(({ tables }) => tables).map(
      section,
    )}
    <details>
      <summary>As on the console</summary>
      <pre class="wide">${formatConsoleReport(document)}</pre>
    </details>
      </body>
    </html>
  `);
}

function section({ columns, note, rows, title }: ReportTable) {
  return html`
    <section>
    <h2>${title}</h2>
    ${note === undefined ? "" : html`<p>${note}</p>`}
    <div class="wide"><table>
    <thead><tr>${columns.map((column) =>
      html`<th>${column.name}</th>`
    )}</tr></thead>
    <tbody>${rows.map((row) =>
      html`
        <tr>${row.map((cell) => html`<td>${cellText(cell)}</td>`)}</tr>
      `
    )}</tbody>
    </table></div>
    </section>
  `;
}
