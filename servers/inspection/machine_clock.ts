import type { RawCpuProfile, Span } from "./inspector.ts";

/** A clock's reading, before and after which `performance.now()` was looked at. */
interface Sighting {
  /** `performance.now()` just before, in milliseconds. */
  readonly before: number;
  /** The machine's clock, in seconds. */
  readonly read: number;
  /** `performance.now()` just after, in milliseconds. */
  readonly after: number;
}

/**
 * Turns `performance.now()` of a process into the machine's own clock, which V8
 * stamps its profiles with and which is the same in all processes of a machine
 * (`CLOCK_MONOTONIC` on Linux, `mach_absolute_time` on macOS, the performance
 * counter on Windows).
 *
 * Deno does not tell the two clocks' difference, but a profile's first and last
 * moments must lie within the calls that started and ended it. Each bounds the
 * difference; what both allow is `accuracy` to either side of the middle.
 */
export class MachineClock {
  /** Seconds on the machine's clock when `performance.now()` was 0. */
  readonly origin: number;
  /** By how much `origin` can be wrong to either side, in seconds. */
  readonly accuracy: number;

  private constructor(origin: number, accuracy: number) {
    this.origin = origin;
    this.accuracy = accuracy;
  }

  /** From readings of the machine's clock; there must be one. */
  static from(sightings: readonly Sighting[]): MachineClock {
    const least = Math.max(
      ...sightings.map(({ read, after }) => read - after / 1000),
    );
    const most = Math.min(
      ...sightings.map(({ read, before }) => read - before / 1000),
    );
    return new MachineClock((least + most) / 2, Math.abs(most - least) / 2);
  }

  /** The moment on the machine's clock, in seconds, of one of `performance.now()`, in milliseconds. */
  at(performanceNow: number): number {
    return this.origin + performanceNow / 1000;
  }
}

/** The clock that a profile and the calls that started and ended it tell of. */
export function clockOfProfile(
  { startTime, endTime }: RawCpuProfile,
  start: Span,
  stop: Span,
): MachineClock {
  return MachineClock.from([
    { before: start[0], read: startTime / 1e6, after: start[1] },
    { before: stop[0], read: endTime / 1e6, after: stop[1] },
  ]);
}
