import { html } from "hono/html";
import { formatCount } from "../../units/units.ts";
import {
  type Cell,
  cellText,
  type Column,
  isFailure,
  type ReportTable,
} from "../report_table.ts";
import type { Markup } from "./markup.ts";
import { sparkline } from "./sparkline.ts";

/** So many rows are seen at first, as the style says. */
const SHOWN_ROWS = 20;
/** So many are in the page; the document has all. */
const MOST_ROWS = 500;
/** A text that is longer may take several lines. */
const LONGEST_LINE = 48;

/** A table that can be sorted. */
export function tableHtml(table: ReportTable): Markup {
  return html`
    <div class="table"><h3>${table.title}</h3>${tableContentHtml(table)}</div>
  `;
}

/** A table of which only the title is seen at first; the page's script fills it. */
export function foldedTableHtml({ title }: ReportTable): Markup {
  return html`
    <details class="table">
      <summary>
        <h3>${title}</h3>
      </summary>
    </details>
  `;
}

/** What stands below a table's title; the table in a box of its own, which scrolls if it is wide. */
export function tableContentHtml(
  { columns, note, rows, title }: ReportTable,
): Markup {
  const shown = rows.slice(0, MOST_ROWS);
  const isLong = shown.length > SHOWN_ROWS;
  const notes = [
    ...note === undefined ? [] : [note],
    ...shown.length === rows.length ? [] : [
      `The first ${formatCount(MOST_ROWS)} of ${
        formatCount(rows.length)
      } rows; the document has all.`,
    ],
  ];
  const looks = columns.map((column, i) => ({
    ...column,
    holds: contentOf(shown.map((row) => row[i])),
  }));
  const content = html`
    <thead>
      <tr>${looks.map(headerHtml)}</tr>
    </thead>
    <tbody>${shown.map((row) => rowHtml(row, looks))}</tbody>
  `;
  return html`
    ${notes.map((text) => html`<p class="note">${text}</p>`)}
    <div class="wide" tabindex="0" role="group"
      aria-label="${title}">${isLong
        ? html`<table class="long">${content}</table>`
        : html`<table>${content}</table>`}</div>
    ${isLong ? moreButton(shown.length) : ""}
  `;
}

function moreButton(rows: number): Markup {
  return html`<button class="more">Show all ${formatCount(rows)} rows</button>`;
}

/** A column, and what its cells are. */
interface ColumnLook extends Column {
  readonly holds: "text" | "numbers" | "pictures";
}

function contentOf(cells: readonly Cell[]): ColumnLook["holds"] {
  const other = cells.find((cell) => typeof cell === "object");
  if (other === undefined) return "text";
  return "shape" in other ? "pictures" : "numbers";
}

function headerHtml({ holds, name }: ColumnLook, index: number): Markup {
  // Pictures have no order.
  if (holds === "pictures") return html`<th>${name}</th>`;
  const button = name === ""
    ? html`<button aria-label="column ${index + 1}"></button>`
    : html`<button>${name}</button>`;
  return holds === "numbers"
    ? html`<th class="number">${button}</th>`
    : html`<th>${button}</th>`;
}

function rowHtml(cells: readonly Cell[], looks: readonly ColumnLook[]): Markup {
  return html`<tr>${cells.map((cell, i) => cellHtml(cell, looks[i]))}</tr>`;
}

function cellHtml(cell: Cell, look: ColumnLook): Markup {
  const { holds } = look;
  if (cell === undefined) {
    return holds === "numbers"
      ? html`<td class="number" data-empty>–</td>`
      : html`<td data-empty>–</td>`;
  }
  const hasFailed = isFailure(look, cell);
  if (typeof cell === "string") {
    if (hasFailed) return html`<td class="failures">${cell}</td>`;
    return cell.length > LONGEST_LINE
      ? html`<td class="text">${cell}</td>`
      : html`<td>${cell}</td>`;
  }
  if ("shape" in cell) return html`<td>${sparkline(cell)}</td>`;
  // As many digits as make an order, at half the size.
  const value = Number(cell.value.toPrecision(6));
  return hasFailed
    ? html`<td data-value="${value}" class="failures">${cellText(cell)}</td>`
    : html`<td data-value="${value}">${cellText(cell)}</td>`;
}
