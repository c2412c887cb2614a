import { type Clock, KEEPING_CLOCK } from "../clock.ts";
import type { CheckResult, WatchCheck } from "./watch_check.ts";

/** Seconds that a check has to close what it has open, once it is ended. */
const GRACE = 1;

/** How long a check may take. */
export interface CheckTime {
  readonly clock: Clock;
  /** Seconds. */
  readonly timeout: number;
  /** Ends the check before that. */
  readonly stopped: AbortSignal;
}

/**
 * Makes a check, and ends it if it takes too long or is stopped: it is told so,
 * and given some time to let go of things, so that the next does not meet it.
 */
export async function timedCheck(
  check: WatchCheck,
  { clock, stopped, timeout }: CheckTime,
): Promise<CheckResult> {
  const late = new AbortController();
  using _timer = clock.after(timeout, () => {
    const message = `the check has no result within ${timeout} s`;
    late.abort(new DOMException(message, "TimeoutError"));
  });
  const signal = AbortSignal.any([stopped, late.signal]);
  signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason);
  signal.addEventListener("abort", end);
  const checking = (async () => await check(signal))();
  try {
    return await Promise.race([checking, ended.promise]);
  } finally {
    // A listener would keep it for as long as the watchdog is there.
    signal.removeEventListener("abort", end);
    if (signal.aborted) await settled(checking);
  }
}

/** Resolves when some work has ended, however it did, or the grace is over. */
async function settled(work: Promise<unknown>): Promise<void> {
  const over = Promise.withResolvers<void>();
  using _timer = KEEPING_CLOCK.after(GRACE, over.resolve);
  await Promise.race([Promise.allSettled([work]), over.promise]);
}
