import { DEFAULT_HOSTNAME } from "./defaults.ts";
import { PackageLock } from "./package_lock.ts";
import { Server } from "./server.ts";
import { permissionToListen, ServerProcess } from "./server_process.ts";

const ENTRY = import.meta.resolve("./processes/tcp_floor.ts");

/**
 * The server of the floor, a bare TCP server in a Deno subprocess of its own:
 * what it does with bytes is the least that this runtime can do on this machine.
 *
 * @example Start it for as long as a block runs
 * ```ts
 * import { TcpFloorServer } from "@x/rpcbench/servers";
 *
 * await using server = await TcpFloorServer.start();
 * using _connection = await Deno.connect(server);
 * ```
 */
export class TcpFloorServer extends Server {
  private constructor(process: ServerProcess) {
    super(process);
  }

  /** Starts a server on a free port; resolves once a connection has gone through. */
  static async start(
    hostname: string = DEFAULT_HOSTNAME,
  ): Promise<TcpFloorServer> {
    const process = await ServerProcess.start({
      name: "tcp_floor",
      program: [ENTRY],
      permissions: [permissionToListen(hostname)],
      lock: PackageLock.forPackage(),
      listen: { hostname, port: 0, fallBack: false },
      verify: async (port) => {
        using _connection = await Deno.connect({ hostname, port });
      },
    });
    return new TcpFloorServer(process);
  }
}
