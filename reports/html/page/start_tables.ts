/// <reference lib="dom" />
import { compareKeys } from "./compare_keys.ts";
import { sortKey } from "./sort_key.ts";

/** Lets a reader sort tables by any column, and see all rows of long ones. */
export function startTables(): void {
  for (const button of document.querySelectorAll("th button")) {
    button.addEventListener("click", () => sortBy(button.closest("th")));
  }
  for (const button of document.querySelectorAll("button.more")) {
    button.addEventListener("click", () => {
      button.closest(".table")?.querySelector("table")?.classList.remove(
        "long",
      );
      button.remove();
    });
  }
}

/** Sorts a table by a column; by one that it is sorted by, the other way round. */
export function sortBy(header: HTMLTableCellElement | null): void {
  const table = header?.closest("table");
  if (!header || !table) return;
  const isAscending = header.ariaSort !== "ascending";
  for (const other of table.querySelectorAll("th[aria-sort]")) {
    other.setAttribute("aria-sort", "none");
  }
  header.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
  const [body] = table.tBodies;
  const rows = [...body.rows]
    .map((row) => ({ row, key: sortKey(row.cells[header.cellIndex]) }))
    .sort((a, b) => compareKeys(a.key, b.key, isAscending ? 1 : -1));
  body.append(...rows.map(({ row }) => row));
}
