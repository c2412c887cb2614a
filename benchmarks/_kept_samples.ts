/** So many samples say enough of how two runs differ, and take little room. */
const MOST = 500;
/** Differences that matter are far above the fourth digit. */
const DIGITS = 4;

/** Some of the samples, evenly spread over all and in their order, with few digits. */
export function keptSamples(samples: ArrayLike<number>): number[] {
  const count = Math.min(MOST, samples.length);
  return Array.from({ length: count }, (_, i) => {
    const place = Math.floor((i + 0.5) * samples.length / count);
    return Number(samples[place].toPrecision(DIGITS));
  });
}
