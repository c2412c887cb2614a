/**
 * What runs in a profiled program before the program itself. Nothing that it
 * imports may take a look into an import map, which would be the program's.
 *
 * @module
 */
import { writeSync } from "node:fs";
import process from "node:process";
import { observeConnections } from "../rpc/observers.ts";
import { RpcTelemetry } from "../telemetry/rpc_telemetry.ts";
import {
  CHANNEL,
  type ProfileReport,
  type ProfileSettings,
  REPORT_SIGNAL,
} from "./_profile_channel.ts";

/** Profiles all connections of this program, and reports when it ends. */
export function profileThisProgram(settings: ProfileSettings): void {
  const telemetry = new RpcTelemetry(settings.telemetry);
  observeConnections(telemetry);
  const report = (last: boolean) =>
    send({
      last,
      text: "",
      document: {
        statistics: telemetry.statistics(),
        findings: [],
        calls: settings.withCalls ? telemetry.calls : [],
      },
    });
  addEventListener("unload", () => report(true));
  // An uncaught error, which ends a program without an "unload".
  process.on("uncaughtExceptionMonitor", () => report(false));
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener(REPORT_SIGNAL, () => report(false));
  }
}

/** Writes at once, since a program that ends waits for nothing. */
function send(report: ProfileReport): void {
  const line = new TextEncoder().encode(`${JSON.stringify(report)}\n`);
  try {
    for (let written = 0; written < line.length;) {
      written += writeSync(CHANNEL, line.subarray(written));
    }
  } catch (error) {
    console.error("rpcbench: the profile is lost:", error);
  }
}
