import { compareKeys } from "./compare_keys.ts";
import { sortKey } from "./sort_key.ts";

/** Lets a reader sort tables by any column, and see all rows of long ones. */
export function startTables(): void {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    const header = target.closest("th");
    if (header) sortBy(header);
    if (target.classList.contains("more")) {
      target.parentElement?.querySelector("table")?.classList.remove("long");
      target.remove();
    }
  });
}

/** Sorts a table by a column; by one that it is sorted by, the other way round. */
export function sortBy(header: HTMLTableCellElement): void {
  const body = header.closest("table")?.tBodies[0];
  if (!body) return;
  const isAscending = header.ariaSort !== "ascending";
  for (const other of header.parentElement?.children ?? []) {
    other.removeAttribute("aria-sort");
  }
  header.ariaSort = isAscending ? "ascending" : "descending";
  const rows = [...body.rows]
    .map((row) => ({ row, key: sortKey(row.cells[header.cellIndex]) }))
    .sort((a, b) => compareKeys(a.key, b.key, isAscending ? 1 : -1));
  body.append(...rows.map(({ row }) => row));
}
