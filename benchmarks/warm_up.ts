import { median } from "./statistics.ts";

/** V8 compiles a hot function anew after some thousand runs, so windows are long. */
export const WINDOW = 250;
/** Two medians this close to each other are the same. */
const TOLERANCE = 0.05;
/** How many windows in a row must agree. */
const STABLE_WINDOWS = 3;
/** On a machine that never settles, some thousand runs are enough, in milliseconds. */
const LONGEST = 1000;

/**
 * Repeats a request, unmeasured, until the median of the last window is that of
 * the windows before it, or for 1 s. Failures are left for the measured part to
 * count, and end the warm-up.
 */
export async function warmUp(
  request: () => Promise<unknown>,
  stopped: () => boolean,
  windowLength = WINDOW,
  now: () => number = () => performance.now(),
): Promise<void> {
  const end = now() + LONGEST;
  let previous = NaN;
  let stable = 1;
  while (stable < STABLE_WINDOWS) {
    const window: number[] = [];
    while (window.length < windowLength) {
      const start = now();
      if (start > end || stopped() || !await succeeds(request)) return;
      window.push(now() - start);
    }
    const current = median(window);
    const same = Math.abs(current - previous) <= TOLERANCE * previous;
    stable = same ? stable + 1 : 1;
    previous = current;
  }
}

/** Repeats a request a fixed number of times, unmeasured. */
export async function warmUpBy(
  requests: number,
  request: () => Promise<unknown>,
  stopped: () => boolean,
): Promise<void> {
  for (let i = 0; i < requests && !stopped(); i++) {
    if (!await succeeds(request)) return;
  }
}

async function succeeds(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request();
    return true;
  } catch {
    // The measured part will meet it too, and count it.
    return false;
  }
}
