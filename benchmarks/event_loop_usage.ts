import type { EventLoopDelays } from "../servers/mod.ts";

/**
 * How busy event loops were, and how late they turned: of several, each figure is
 * that of the worst.
 */
export interface EventLoopUsage {
  /**
   * The part of the time that its thread ran, from 0 to 1. A loop that waits for a
   * file or a lock without letting go does not run: only its delay tells.
   */
  readonly utilization: number;
  /** By how much timers came late, in seconds; up to 1 ms they do by themselves. */
  readonly delay: EventLoopLateness;
}

/** By how much timers came late, in seconds. */
export interface EventLoopLateness {
  /** On average. */
  readonly mean: number;
  /** At worst. */
  readonly max: number;
}

/** In less seconds, the system's clock, of 100 ticks a second, moves too little to tell a share by. */
const SHORTEST_WATCH = 0.1;

/** The worst of some event loops; `undefined` if none was watched for long enough. */
export function eventLoopUsage(
  watched: readonly EventLoopDelays[],
): EventLoopUsage | undefined {
  const told = watched.filter(({ count, duration }) =>
    duration >= SHORTEST_WATCH && count > 0
  );
  if (told.length === 0) return undefined;
  const worst = (of: (loop: EventLoopDelays) => number) =>
    Math.max(...told.map(of));
  return {
    // The system's clock may count a tick too many.
    utilization: Math.min(1, worst(({ busy, duration }) => busy / duration)),
    delay: { mean: worst(({ mean }) => mean), max: worst(({ max }) => max) },
  };
}
