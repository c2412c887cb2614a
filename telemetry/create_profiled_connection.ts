import { connect, type ConnectOptions } from "../rpc/mod.ts";
import {
  ProfiledConnection,
  type ProfileOptions,
} from "./profiled_connection.ts";

/** Where to connect, and how the connection is profiled. */
export interface ProfiledConnectionOptions
  extends ConnectOptions, ProfileOptions {}

/**
 * Connects to an RPC server, and records all calls over the connection.
 *
 * @throws {Deno.errors.ConnectionRefused} and other errors of `Deno.connect`.
 * @throws {ProtocolError} if what answers does not speak this protocol.
 * @throws {RangeError} for a limit that cannot be kept.
 *
 * @example See which calls a program makes
 * ```ts
 * import { createProfiledConnection } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const { port } = server;
 * await using profiled = await createProfiledConnection<BenchmarkService>({
 *   port,
 * });
 * await profiled.root.ping();
 * assertEquals(profiled.telemetry.calls[0].name, "ping");
 * ```
 */
export async function createProfiledConnection<
  Service extends object = object,
>(
  options: ProfiledConnectionOptions,
): Promise<ProfiledConnection<Service>> {
  return new ProfiledConnection(await connect<Service>(options), options);
}
