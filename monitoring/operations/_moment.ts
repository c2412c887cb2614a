import process from "node:process";
import type { Clock } from "../clock.ts";

/** Where one interval ends, and the next begins. */
export interface Moment {
  /** The time of the day. */
  readonly date: Date;
  /** Seconds of the clock, which nobody sets. */
  readonly elapsed: number;
  /** CPU seconds that this process has used so far. */
  readonly cpuSeconds: number;
}

/** This moment. */
export function thisMoment(clock: Clock): Moment {
  const { system, user } = process.cpuUsage();
  return {
    date: clock.now(),
    elapsed: clock.elapsed(),
    cpuSeconds: (user + system) / 1e6,
  };
}
