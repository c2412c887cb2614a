import type { WatchdogHook } from "../watchdog_alert.ts";

/**
 * Makes a hook that writes each alert as one line, with its time in front.
 * `write` takes the line; it is printed to stderr by default.
 *
 * @example Collect alerts
 * ```ts
 * import { logHook } from "@x/rpcbench/monitoring";
 * import { assertEquals } from "@std/assert";
 *
 * const lines: string[] = [];
 * const hook = logHook((line) => lines.push(line));
 * hook({
 *   watchdog: "shop",
 *   timestamp: "2026-05-04T03:02:01.000Z",
 *   since: "2026-05-04T03:00:01.000Z",
 *   event: "recovered",
 *   from: "degraded",
 *   duration: 120,
 *   message: "shop has recovered: it was degraded for 120 s",
 * }, AbortSignal.timeout(1000));
 * assertEquals(lines, [
 *   "2026-05-04T03:02:01.000Z shop has recovered: it was degraded for 120 s",
 * ]);
 * ```
 */
export function logHook(
  write: (line: string) => void = (line) => console.error(line),
): WatchdogHook {
  return ({ message, timestamp }) => write(`${timestamp} ${message}`);
}
