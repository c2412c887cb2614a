/** No curve has a point closer to 1, but 1 itself. */
const LAST_SHARE = 1 - 1e-7;

/**
 * Shares between 0 and the last that a curve has a point at: the closer to 1 the
 * denser, five for each power of ten of what is left.
 */
const SHARES: readonly number[] = [
  ...Array.from({ length: 17 }, (_, i) => 0.05 * (i + 1)),
  ...[0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6].flatMap((left) =>
    [1, 0.8, 0.6, 0.4, 0.2].map((part) => 1 - part * left)
  ),
].map(withoutNoise);

/** What is known of samples: how many there are, the ends, and all between. */
export interface RankedSamples {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** The value that a share of the samples lie below. */
  readonly valueBelow: (share: number) => number;
}

/**
 * The curve of a summary: from the least sample to the greatest, with no point
 * between the share of all samples but one and 1, where nothing is known.
 */
export function distributionOf(
  { count, min, max, valueBelow }: RankedSamples,
): [share: number, value: number][] {
  const last = withoutNoise(Math.min(1 - 1 / count, LAST_SHARE));
  const shares = SHARES.filter((share) => share < last);
  if (count > 1) shares.push(last);
  let highest = min;
  const between = shares.map((share): [number, number] => {
    const value = Number(valueBelow(share).toPrecision(6));
    // Rounding must not bring one below its predecessor, or beyond the ends.
    highest = Math.min(Math.max(value, highest), max);
    return [share, highest];
  });
  return [[0, min], ...between, [1, max]];
}

/** As few digits as tell shares apart. */
function withoutNoise(share: number): number {
  return Number(share.toFixed(9));
}
