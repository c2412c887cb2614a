import type { EventLoopUsage } from "../../benchmarks/mod.ts";
import type { Measured, Stretch } from "./_stretch.ts";
import { THRESHOLDS } from "./_thresholds.ts";

/**
 * Whether an event loop had always something to do: `"certain"` if it ran for most
 * of the time; `"likely"` if it ran for some, on a machine without a free processor,
 * and so might have run for more; `undefined` if not.
 */
export function busyness(
  { value: { utilization } }: Measured<EventLoopUsage>,
  stretch: Stretch,
): "certain" | "likely" | undefined {
  if (utilization >= THRESHOLDS.busyLoop) return "certain";
  return utilization >= THRESHOLDS.freeLoop && isCrowded(stretch)
    ? "likely"
    : undefined;
}

/** Whether processors were so busy that any process may have waited for one. */
export function isCrowded({ machine }: Stretch): boolean {
  return machine !== undefined && machine.value >= THRESHOLDS.busyMachine;
}

/**
 * Whether single calls hold an event loop, for whatever reason. On a machine without
 * a free processor too: whoever runs seldom and shortly gets one at once.
 */
export function isHeld(
  { value: { delay } }: Measured<EventLoopUsage>,
): boolean {
  return delay.mean >= THRESHOLDS.heldLoop;
}

/**
 * Whether single calls hold the server's event loop: for so long that all wait, or
 * at least so that it is why answers take as long as they do.
 */
export function isServerHeld({ latency, serverLoop }: Stretch): boolean {
  if (serverLoop === undefined) return false;
  const { delay, utilization } = serverLoop.value;
  return isHeld(serverLoop) ||
    delay.mean >= THRESHOLDS.lateLoop && utilization >= THRESHOLDS.freeLoop &&
      latency !== undefined && latency.value.median >= THRESHOLDS.noticeable;
}

/** Whether an event loop was there for whoever came. */
export function isFree(loop: Measured<EventLoopUsage>): boolean {
  return !isHeld(loop) && loop.value.utilization < THRESHOLDS.busyLoop;
}
