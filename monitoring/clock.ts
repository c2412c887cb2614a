import { timerDelay } from "../rpc/arguments.ts";

/**
 * What tells a schedule the time. Programs use the system's; tests of schedules
 * bring one whose time they set.
 */
export interface Clock {
  /** The time of the day: somebody may set it, and it may go back. */
  now(): Date;
  /** Seconds since some moment: what something takes is the difference of two. */
  elapsed(): number;
  /** Runs an action once, after so many seconds, unless what this returns is disposed. */
  after(seconds: number, action: () => void): Disposable;
}

/** The system's clock; a program does not go on for the sake of what it is to run. */
export const SYSTEM_CLOCK: Clock = systemClock({ keepsAlive: false });

/** The system's clock; a program goes on for as long as something is to run. */
export const KEEPING_CLOCK: Clock = systemClock({ keepsAlive: true });

function systemClock({ keepsAlive }: { readonly keepsAlive: boolean }): Clock {
  return {
    now: () => new Date(),
    elapsed: () => performance.now() / 1000,
    after(seconds, action) {
      const timer = setTimeout(action, timerDelay(seconds * 1000));
      if (!keepsAlive) Deno.unrefTimer(timer);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
}
