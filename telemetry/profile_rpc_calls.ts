import type { RpcConnection } from "../rpc/mod.ts";
import {
  ProfiledConnection,
  type ProfileOptions,
} from "./profiled_connection.ts";
import { RpcTelemetry } from "./rpc_telemetry.ts";
import { formatSummary } from "./summary.ts";
import type { TelemetryOptions } from "./telemetry_options.ts";

/** How a part of a program is profiled; every option has a default. */
export interface ProfileCallsOptions extends ProfileOptions, TelemetryOptions {
  /** Whether the summary is printed at the end. Default `true`. */
  readonly print?: boolean;
  /** Takes the summary. Default: prints it to stdout. */
  readonly write?: (summary: string) => void;
}

/** The part of a program that is profiled. */
export type ProfiledProgram<Service extends object, Result> = (
  profiled: ProfiledConnection<Service>,
) => Result | PromiseLike<Result>;

/**
 * Records the calls that a connection makes while a function runs, prints a
 * summary, and returns what the function returns.
 *
 * The summary is printed also if the function throws. The connection stays open.
 * To look further, pass a `telemetry`, or keep `profiled.telemetry`; without a
 * `telemetry`, its options may be given here.
 *
 * @throws {RangeError} for an option that is out of range.
 *
 * @example Count what one operation costs
 * ```ts
 * import { profileRpcCalls } from "@x/rpcbench/telemetry";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * const roundTrips = await profileRpcCalls(connection, async (profiled) => {
 *   await profiled.root.ping();
 *   return profiled.telemetry.statistics().network_round_trips;
 * });
 * assertEquals(roundTrips, 1);
 * ```
 */
export function profileRpcCalls<Service extends object, Result>(
  connection: RpcConnection<Service>,
  program: ProfiledProgram<Service, Result>,
): Promise<Result>;
/** Records the calls that a connection makes while a function runs, with options. */
export function profileRpcCalls<Service extends object, Result>(
  connection: RpcConnection<Service>,
  options: ProfileCallsOptions,
  program: ProfiledProgram<Service, Result>,
): Promise<Result>;
export async function profileRpcCalls<Service extends object, Result>(
  connection: RpcConnection<Service>,
  ...rest:
    | [ProfiledProgram<Service, Result>]
    | [ProfileCallsOptions, ProfiledProgram<Service, Result>]
): Promise<Result> {
  const [options, program] = rest.length === 1 ? [{}, rest[0]] : rest;
  const { print = true, write = console.log } = options;
  const { telemetry = new RpcTelemetry(options) } = options;
  const profiled = new ProfiledConnection(connection, {
    ...options,
    telemetry,
  });
  try {
    return await program(profiled);
  } finally {
    profiled.stop();
    if (print) write(formatSummary(telemetry));
  }
}
