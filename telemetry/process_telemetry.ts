import { observeConnections } from "../rpc/mod.ts";
import { RpcTelemetry } from "./rpc_telemetry.ts";
import type { TelemetryOptions } from "./telemetry_options.ts";

let current:
  | { readonly telemetry: RpcTelemetry; readonly observation: Disposable }
  | undefined;

/**
 * Records the calls of every connection that this process opens from now on,
 * with one telemetry for all of them, which it returns. Called again, it begins
 * anew, and the one before records no more.
 *
 * @throws {RangeError} for an option that is out of range.
 *
 * @example Profile a program without changing it
 * ```ts
 * import { disableTelemetry, enableTelemetry } from "@x/rpcbench/telemetry";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertGreater } from "@std/assert";
 *
 * const telemetry = enableTelemetry();
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * await connection.root.ping();
 * disableTelemetry();
 * assertGreater(telemetry.statistics().total_calls, 0);
 * ```
 */
export function enableTelemetry(options: TelemetryOptions = {}): RpcTelemetry {
  const telemetry = new RpcTelemetry(options);
  disableTelemetry();
  current = { telemetry, observation: observeConnections(telemetry) };
  return telemetry;
}

/**
 * Ends what {@linkcode enableTelemetry} began: nothing is recorded any more. The
 * telemetry that it returned keeps what it knows.
 */
export function disableTelemetry(): void {
  if (current === undefined) return;
  current.observation[Symbol.dispose]();
  current.telemetry.enabled = false;
  current = undefined;
}

/** The telemetry of this process; `undefined` unless it is enabled. */
export function getTelemetry(): RpcTelemetry | undefined {
  return current?.telemetry;
}
