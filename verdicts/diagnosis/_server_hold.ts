import { isComputed, isCrowded, isHeld, leastTail } from "./_loop_state.ts";
import type { Stretch } from "./_stretch.ts";
import { tailOf } from "./_symptoms.ts";
import { THRESHOLDS } from "./_thresholds.ts";

/** When single calls hold the server's event loop, so that others wait for them. */
export type ServerHold =
  /** Most of the time: one after another does. */
  | "always"
  /** Each call does, though the loop is free between them. */
  | "by_each_call"
  /** Few calls do, and whoever comes meanwhile waits for much longer than others. */
  | "at_times";

/** A part of the lateness: calls that compute for less, on average, do not hold a loop for so long. */
const LEAST_OF_DELAY = 0.1;

/** `undefined` if none does, or if nobody can tell. */
export function serverHoldOf(stretch: Stretch): ServerHold | undefined {
  if (isLateOnAverage(stretch) && !isLateByMachine(stretch)) return "always";
  if (isHeldByEachCall(stretch)) return "by_each_call";
  return hasTailOfLoop(stretch) && !isTailByMachine(stretch)
    ? "at_times"
    : undefined;
}

/** Whether its loop was late, and nobody can tell whether calls held it or the machine did. */
export function mayBeHeld(stretch: Stretch): boolean {
  return serverHoldOf(stretch) === undefined &&
    (isLateOnAverage(stretch) || hasTailOfLoop(stretch));
}

function isLateOnAverage({ latency, serverLoop }: Stretch): boolean {
  if (serverLoop === undefined) return false;
  const { delay, utilization } = serverLoop.value;
  return isHeld(serverLoop) ||
    delay.mean >= THRESHOLDS.lateLoop && utilization >= THRESHOLDS.freeLoop &&
      latency !== undefined && latency.value.median >= THRESHOLDS.noticeable;
}

/**
 * Whether a loop may have waited for a processor rather than been held: one that hardly
 * ran, if the clients' came late as well, or most answers did not wait for it; one that
 * ran, if calls compute for too little to hold it.
 */
function isLateByMachine(stretch: Stretch): boolean {
  const { clientLoop, latency, serverLoop, serverWork } = stretch;
  if (serverLoop === undefined || !isCrowded(stretch)) return false;
  const { delay, utilization } = serverLoop.value;
  if (utilization >= THRESHOLDS.freeLoop) {
    return serverWork !== undefined &&
      serverWork.value < LEAST_OF_DELAY * delay.mean;
  }
  return clientLoop !== undefined &&
      clientLoop.value.delay.mean >= delay.mean / 2 ||
    latency !== undefined && latency.value.median < delay.mean;
}

function isHeldByEachCall(stretch: Stretch): boolean {
  const { serverLoop, serverWork } = stretch;
  return isComputed(stretch) &&
    serverWork !== undefined && serverWork.value >= THRESHOLDS.noticeable &&
    serverLoop !== undefined &&
    serverLoop.value.delay.max >= THRESHOLDS.noticeable;
}

/** Whether some answers took very much longer than most, and the server's loop was late by as much. */
function hasTailOfLoop(stretch: Stretch): boolean {
  const { latency, serverLoop } = stretch;
  return latency !== undefined && serverLoop !== undefined &&
    latency.value.count >= THRESHOLDS.leastOfTail &&
    latency.value.p99 >= leastTail(stretch) &&
    tailOf(latency.value) > THRESHOLDS.severeTail &&
    serverLoop.value.delay.max >= latency.value.p99 / 2;
}

/** Whether the machine may have made the loop so late at times; or the clients' was, too. */
export function isTailByMachine(stretch: Stretch): boolean {
  const { clientLoop, latency } = stretch;
  return isCrowded(stretch) ||
    clientLoop !== undefined && latency !== undefined &&
      clientLoop.value.delay.max >= latency.value.p99 / 2;
}
