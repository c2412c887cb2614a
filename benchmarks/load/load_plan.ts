import type { LoadPoint } from "./load_series.ts";
import { createPacer, type Pacing, pacingDuration } from "./pacer.ts";

/** When things happened to a request, in seconds by `performance.now()`. */
export interface AnsweredRequest {
  /** When it was due; in a closed loop, when it was sent. */
  readonly due: number;
  /** When it was sent. */
  readonly sent: number;
  /** When its answer was here. */
  readonly answered: number;
}

/** How much load, and for how long: until the first of its ends comes. */
export interface LoadPlan {
  /**
   * When requests are due: an open loop. Default: a closed loop, in which each
   * answer lets the next request go.
   */
  readonly pacing?: Pacing;
  /** Seconds. Default: as long as the pacing lasts. */
  readonly duration?: number;
  /** How many requests. Default: any number. */
  readonly requests?: number;
  /** Ends the run early; the measurement has what there is by then. */
  readonly signal?: AbortSignal;
  /** Hears of each request that was answered; for a generator with one thread. */
  readonly onAnswer?: (request: AnsweredRequest) => void;
  /** Hears each second how the one before went. */
  readonly onProgress?: (point: LoadPoint) => void;
}

/**
 * Seconds until no more requests are due; `Infinity` if that is when so many were
 * answered.
 */
export function planDuration(
  { duration = Infinity, pacing, requests = Infinity }: LoadPlan,
): number {
  if (pacing === undefined) return duration;
  const longest = Math.min(duration, pacingDuration(pacing));
  return requests === Infinity
    ? longest
    : Math.min(longest, dueAfter(requests, pacing, longest));
}

/** When the next request would be due after so many, if that is before `longest`. */
function dueAfter(requests: number, pacing: Pacing, longest: number): number {
  const pacer = createPacer(pacing);
  let due = pacer.next();
  for (let made = 0; made < requests && due < longest; made++) {
    due = pacer.next();
  }
  return due;
}
