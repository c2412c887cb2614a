/**
 * What runs in a profiled program before the program itself. Nothing that it
 * imports may take a look into an import map, which would be the program's.
 *
 * @module
 */
import { writeSync } from "node:fs";
import process from "node:process";
import { observeConnections } from "../rpc/observers.ts";
import { deepCallNotice, slowCallNotice } from "../telemetry/call_notices.ts";
import { RpcTelemetry } from "../telemetry/rpc_telemetry.ts";
import {
  CHANNEL,
  type ProfileReport,
  type ProfileSettings,
  REPORT_SIGNAL,
} from "./_profile_channel.ts";
import { formatViews } from "./_profile_views.ts";

/** The program may put something of its own in its place. */
const printError = console.error;

/** Profiles all connections of this program, and reports when it ends. */
export function profileThisProgram(settings: ProfileSettings): void {
  const telemetry = new RpcTelemetry({
    ...settings.telemetry,
    onSlowCall: settings.printSlow
      ? (call) => print(slowCallNotice(call))
      : undefined,
    onDeepCall: settings.printDeep
      ? (call) => print(deepCallNotice(call))
      : undefined,
  });
  observeConnections(telemetry);
  const report = (last: boolean) => {
    try {
      send(reportOf(telemetry, settings, last));
    } catch (error) {
      print("rpcbench: the profile is lost:", error);
    }
  };
  addEventListener("unload", () => report(true));
  // An uncaught error, which ends a program without an "unload".
  process.on("uncaughtExceptionMonitor", () => report(false));
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener(REPORT_SIGNAL, () => report(false));
  }
}

/** Prints to standard error, if it can. */
function print(...words: readonly unknown[]): void {
  try {
    printError(...words);
  } catch {
    // The program has closed it; what it does must not depend on a notice.
  }
}

function reportOf(
  telemetry: RpcTelemetry,
  settings: ProfileSettings,
  last: boolean,
): ProfileReport {
  const remoteCalls = telemetry.toJSON();
  return {
    last,
    processId: Deno.pid,
    text: formatViews(telemetry, settings),
    remoteCalls: settings.withCalls
      ? remoteCalls
      : { ...remoteCalls, calls: [] },
  };
}

/** Writes at once, since a program that ends waits for nothing. */
function send(report: ProfileReport): void {
  const line = new TextEncoder().encode(`${JSON.stringify(report)}\n`);
  for (let written = 0; written < line.length;) {
    written += writeSync(CHANNEL, line.subarray(written));
  }
}
