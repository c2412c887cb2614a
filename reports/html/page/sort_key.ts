/** What a cell is sorted by: its number, else its text; `undefined` if it is empty. */
export function sortKey(cell: HTMLElement): number | string | undefined {
  if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
  return cell.dataset.empty === undefined ? cell.textContent ?? "" : undefined;
}
