import { html } from "hono/html";
import { formatCount } from "../../units/units.ts";
import { type Cell, cellText, type ReportTable } from "../report_table.ts";
import type { Markup } from "./markup.ts";
import { sparkline } from "./sparkline.ts";

/** So many rows are seen at first. */
const SHOWN_ROWS = 20;
/** So many are in the page; the document has all. */
const MOST_ROWS = 500;

/** A table that can be sorted, in a box of its own that scrolls if it is wide. */
export function tableHtml({ columns, note, rows, title }: ReportTable): Markup {
  const kept = rows.slice(0, MOST_ROWS);
  const isLong = kept.length > SHOWN_ROWS;
  return html`<div class="${isLong ? "table long" : "table"}">
<h3>${title}</h3>
${note === undefined ? "" : html`<p class="note">${note}</p>`}
${
    kept.length === rows.length ? "" : html`
      <p
        class="note">The first ${formatCount(MOST_ROWS)} of ${formatCount(
          rows.length,
        )} rows; the document has all.</p>
    `
  }
<div class="wide" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr>${
    columns.map(({ name }, i) => headerHtml(name, rows.map((row) => row[i])))
  }</tr></thead>
<tbody>${
    kept.map((row) =>
      html`
        <tr>${row.map(cellHtml)}</tr>
      `
    )
  }</tbody>
</table></div>
${
    isLong
      ? html`<button type="button" class="more">Show all ${
        formatCount(kept.length)
      } rows</button>`
      : ""
  }
</div>`;
}

function headerHtml(name: string, cells: readonly Cell[]): Markup {
  const look = cells.some(isFigure) ? "number" : "";
  // Pictures have no order.
  return cells.some((cell) => typeof cell === "object" && "shape" in cell)
    ? html`<th scope="col">${name}</th>`
    : html`
      <th scope="col" class="${look}"
        aria-sort="none"><button type="button">${name}</button></th>
    `;
}

function cellHtml(cell: Cell): Markup {
  if (cell === undefined) return html`<td class="number" data-empty>–</td>`;
  if (typeof cell === "string") return html`<td>${cell}</td>`;
  if ("shape" in cell) return html`<td>${sparkline(cell)}</td>`;
  return html`<td class="number" data-value="${cell.value}">${
    cellText(cell)
  }</td>`;
}

function isFigure(cell: Cell): boolean {
  return typeof cell === "object" && "value" in cell;
}
