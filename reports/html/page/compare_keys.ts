/** Whether one cell comes before another: numbers by value, then text, then nothing. */
export function compareKeys(
  a: number | string | undefined,
  b: number | string | undefined,
  direction: 1 | -1,
): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  if (typeof a === "number" && typeof b === "number") {
    return direction * (a - b);
  }
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return direction * a.localeCompare(b, "en", { numeric: true });
}
