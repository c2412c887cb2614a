/**
 * Seconds since 1970 of a moment in milliseconds of `performance.now()`, a clock
 * that never goes back.
 */
export function epochSeconds(now: number): number {
  return (performance.timeOrigin + now) / 1000;
}
