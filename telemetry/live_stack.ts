import { formatDuration } from "../units/units.ts";
import { callForest, type CallNode } from "./_call_forest.ts";
import { callTitle } from "./_call_title.ts";
import { epochSeconds } from "./_clock.ts";
import { formatLocation } from "./_location_text.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";

/**
 * The calls that have no answer at the moment, each under the one that caused
 * it, with the time for which it has lasted.
 *
 * @example See what a program waits for
 * ```ts
 * import { createProfiledConnection, formatLiveStack } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>(server);
 * const pause = profiled.root.sleep(0.01);
 * assertStringIncludes(formatLiveStack(profiled.telemetry), "sleep()");
 * await pause;
 * ```
 */
export function formatLiveStack(telemetry: RpcTelemetry): string {
  const now = epochSeconds(performance.now());
  const lines = callForest(telemetry.callsUnderWay)
    .flatMap((node) => linesOf(node, 1, now));
  if (lines.length === 0) lines.push("  No call is under way.");
  return ["CALLS UNDER WAY", ...lines].join("\n");
}

/** Prints {@linkcode formatLiveStack} to stderr. */
export function printLiveStack(telemetry: RpcTelemetry): void {
  console.error(formatLiveStack(telemetry));
}

function linesOf(node: CallNode, depth: number, now: number): string[] {
  const { call, children } = node;
  const lasts = formatDuration(now - call.startedAt);
  const answers = call.side === "server" ? "← " : "";
  const line = call.location === undefined
    ? ""
    : `  ${formatLocation(call.location)}`;
  return [
    `${"  ".repeat(depth)}${answers}${callTitle(call)}  for ${lasts}${line}`,
    ...children.flatMap((child) => linesOf(child, depth + 1, now)),
  ];
}
