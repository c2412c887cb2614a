import type { EventLoopUsage } from "../../benchmarks/mod.ts";
import type { Measured, Stretch } from "./_stretch.ts";
import { THRESHOLDS } from "./_thresholds.ts";

/** How sure it is that an event loop had always something to do. */
export type Busyness = "certain" | "likely";

/**
 * Whether an event loop had always something to do, by the part of the time that it
 * ran: `"certain"` if that was most; `"likely"` if it was some, on a machine without a
 * free processor, and so might have been more; `undefined` if not.
 */
export function busyness(
  utilization: number,
  stretch: Stretch,
): Busyness | undefined {
  if (utilization >= THRESHOLDS.busyLoop) return "certain";
  return utilization >= THRESHOLDS.freeLoop && isCrowded(stretch)
    ? "likely"
    : undefined;
}

/** The same of the server's; `undefined` too if it was not watched. */
export function serverBusyness(stretch: Stretch): Busyness | undefined {
  const { serverLoop } = stretch;
  return serverLoop && busyness(serverLoop.value.utilization, stretch);
}

/** The same of the clients'. */
export function clientBusyness(stretch: Stretch): Busyness | undefined {
  const { clientLoop, load } = stretch;
  // A generator tells its work from running until the next request is due.
  if (
    load !== undefined && (load.loop === "open" || clientLoop === undefined)
  ) {
    return load.generator.cpu >= THRESHOLDS.busyGenerator
      ? "certain"
      : undefined;
  }
  return clientLoop && busyness(clientLoop.value.utilization, stretch);
}

/** Whether processes waited for a processor, or all were so busy that any may have. */
export function isCrowded(stretch: Stretch): boolean {
  const { machine } = stretch;
  return waitsForProcessor(stretch) ||
    machine !== undefined && machine.value >= THRESHOLDS.busyMachine;
}

/** Whether an event loop was late since others had the processors, as the system tells. */
export function waitsForProcessor({ processorWait }: Stretch): boolean {
  return processorWait !== undefined &&
    processorWait.value >= THRESHOLDS.mostProcessorWait;
}

/** Seconds that a tail takes at least, if it is one. */
export function leastTail(stretch: Stretch): number {
  return isCrowded(stretch)
    ? THRESHOLDS.noticeableInCrowd
    : THRESHOLDS.noticeable;
}

/**
 * Whether a loop comes late most of the time, for whatever reason. On a machine without
 * a free processor too: whoever runs seldom and shortly gets one at once.
 */
export function isHeld(
  { value: { delay } }: Measured<EventLoopUsage>,
): boolean {
  return delay.mean >= THRESHOLDS.heldLoop;
}

/** Whether an event loop was there for whoever came. */
export function isFree(loop: Measured<EventLoopUsage>): boolean {
  return !isHeld(loop) && loop.value.utilization < THRESHOLDS.busyLoop;
}

/**
 * Whether answers take long since the server computes them: it does for so much of
 * their time that it cannot be said to wait for something else. Its loop may be free
 * all the same, where few ask.
 */
export function isComputed({ latency, serverWork }: Stretch): boolean {
  return latency !== undefined && serverWork !== undefined &&
    serverWork.value >= THRESHOLDS.leastWork * latency.value.median;
}
