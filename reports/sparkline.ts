const BARS = [..."▁▂▃▄▅▆▇█"];

/** Values as bars from 0 to the greatest of them, a character each. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values);
  return values
    .map((value) => {
      const height = most > 0 ? Math.max(0, value) / most : 0;
      return BARS[Math.round(height * (BARS.length - 1))];
    })
    .join("");
}
