import {
  connect,
  type ConnectOptions,
  type RpcConnection,
} from "../rpc/mod.ts";
import type { BenchmarkService } from "./benchmark_service.ts";
import { DEFAULT_HOSTNAME, DEFAULT_RPC_PORT } from "./defaults.ts";

/** Where to connect; by default, where `RpcServer` listens by default. */
export interface RpcConnectionOptions extends Omit<ConnectOptions, "port"> {
  /** The server's port. Default 18812. */
  readonly port?: number;
}

/**
 * Connects to an RPC server; `connection.root` is typed as a
 * {@linkcode BenchmarkService} unless another class is given.
 *
 * @throws {Deno.errors.ConnectionRefused} and other errors of `Deno.connect`.
 * @throws {ProtocolError} if what answers does not speak the protocol.
 * @throws {SecurityError} if either end is not sure of the other.
 * @throws {RangeError} and a `TypeError` for options that cannot be; see
 * {@linkcode connect}.
 *
 * @example Call a server
 * ```ts
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * assertEquals(await connection.root.ping(), "pong");
 * ```
 */
export function createRpcConnection<Service extends object = BenchmarkService>(
  options: RpcConnectionOptions = {},
): Promise<RpcConnection<Service>> {
  const { hostname = DEFAULT_HOSTNAME, port = DEFAULT_RPC_PORT } = options;
  return connect<Service>({ ...options, hostname, port });
}
