/** The place of each sample in the order of all; equal ones have the mean of theirs. */
export function ranksOf(samples: readonly number[]): Float64Array {
  const sorted = Float64Array.from(samples).sort();
  return Float64Array.from(samples, (sample) => {
    const below = countWhile(sorted, (other) => other < sample);
    const upTo = countWhile(sorted, (other) => other <= sample);
    return (below + upTo - 1) / 2;
  });
}

/** How many of sorted numbers come before the first of which something no longer holds. */
function countWhile(
  sorted: Float64Array,
  holds: (value: number) => boolean,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
