import { RpcConnection } from "./connection.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import { requireSecurity, type Security } from "./security.ts";
import { connectTls } from "./tls_transport.ts";
import { tcpTransport } from "./transport.ts";

/** Where to connect, and how the connection behaves. */
export interface ConnectOptions
  extends Omit<ConnectionOptions, "authentication"> {
  /** The server's name or address. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /** The server's port. */
  readonly port: number;
  /** How both ends make sure of each other. Default: not at all. */
  readonly security?: Security;
}

/**
 * Connects to an RPC server; resolves once both ends have said hello, so that
 * the first call goes out at once.
 *
 * @throws {Deno.errors.ConnectionRefused} and other errors of `Deno.connect`; if
 * the connection is encrypted, an error of `node:net` with the same meaning.
 * @throws {ProtocolError} if what answers does not speak this protocol.
 * @throws {SecurityError} if either end is not sure of the other.
 * @throws {RangeError} for a limit that cannot be kept, or for a key or
 * certificate that no one would take.
 * @throws {TypeError} for a compression or a scheduler that there is not.
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
  const { connectTimeout, hostname = "127.0.0.1", port, security } = options;
  if (security?.kind === "encrypted") {
    const transport = await connectTls({
      hostname,
      port,
      security,
      timeout: connectTimeout,
    });
    return await RpcConnection.open<Service>(transport, options);
  }
  await requireSecurity(security);
  const socket = await Deno.connect({ hostname, port });
  return await RpcConnection.open<Service>(tcpTransport(socket), {
    ...options,
    authentication: security && { key: security.key, role: "client" },
  });
}
