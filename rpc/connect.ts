import { RpcConnection } from "./connection.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import { tcpTransport } from "./transport.ts";

/** Where to connect, and how the connection behaves. */
export interface ConnectOptions extends ConnectionOptions {
  /** The server's name or address. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /** The server's port. */
  readonly port: number;
}

/**
 * Connects to an RPC server; resolves once both ends have said hello, so that
 * the first call goes out at once.
 *
 * @throws {Deno.errors.ConnectionRefused} and other errors of `Deno.connect`.
 * @throws {ProtocolError} if what answers does not speak this protocol.
 * @throws {RangeError} for a limit that cannot be kept.
 *
 * @example Connect with a type
 * ```ts
 * import { connect } from "@x/rpcbench/rpc";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const { port } = server;
 * await using connection = await connect<BenchmarkService>({ port });
 * assertEquals(await connection.root.ping(), "pong");
 * ```
 */
export async function connect<Service extends object = object>(
  options: ConnectOptions,
): Promise<RpcConnection<Service>> {
  const { hostname = "127.0.0.1", port } = options;
  const socket = await Deno.connect({ hostname, port });
  return await RpcConnection.open<Service>(tcpTransport(socket), options);
}
