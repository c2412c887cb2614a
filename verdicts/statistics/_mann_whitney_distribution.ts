/**
 * How likely U is to be at least so large if both sides are of one distribution and
 * nothing ties: by the recurrence of Mann and Whitney, whose last sample in order
 * is of the one side or of the other.
 */
export function exactTail(first: number, second: number, u: number): number {
  const few = Math.min(first, second);
  const many = Math.max(first, second);
  const most = few * many;
  // Each row has the distribution of U for so many of the smaller side.
  const rows = Array.from(
    { length: few + 1 },
    () => new Float64Array(most + 1),
  );
  for (const row of rows) row[0] = 1;
  for (let n = 1; n <= many; n++) {
    for (let m = 1; m <= few; m++) {
      const row = rows[m];
      const before = rows[m - 1];
      for (let value = m * n; value >= 0; value--) {
        const ofSmaller = value >= n ? m * before[value - n] : 0;
        row[value] = (ofSmaller + n * row[value]) / (m + n);
      }
    }
  }
  // It is symmetric, and sums of small numbers come first.
  let tail = 0;
  for (let value = 0; value <= most - Math.ceil(u); value++) {
    tail += rows[few][value];
  }
  return tail;
}
