import { setImmediate } from "node:timers";

/**
 * A timer may be late by a millisecond, and one more is rounding: what is due
 * within this many milliseconds is waited for awake.
 */
const AWAKE = 2.5;
/** No sleep is longer, in milliseconds: who interrupts a run does not wait. */
const LONGEST_SLEEP = 100;
/** A turn of the event loop that takes longer, in milliseconds, did something. */
const IDLE_TURN = 0.1;

/**
 * Waits a little, at most `milliseconds`, and lets all else go on: asleep if
 * there is time, else for one turn of the event loop, of about a microsecond.
 * Resolves with the milliseconds that were spent awake and for nothing.
 *
 * Of all ways to wait awake, `setImmediate` alone both comes back in time and
 * lets sockets be read; a message to oneself comes back first, and starves them.
 */
export function passTime(milliseconds: number): Promise<number> {
  return new Promise((resolve) => {
    if (milliseconds > AWAKE) {
      const sleep = Math.min(milliseconds - AWAKE, LONGEST_SLEEP);
      setTimeout(() => resolve(0), sleep);
      return;
    }
    const start = performance.now();
    setImmediate(() => {
      const turn = performance.now() - start;
      resolve(turn < IDLE_TURN ? turn : 0);
    });
  });
}
