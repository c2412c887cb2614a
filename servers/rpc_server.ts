import {
  type Compression,
  connect,
  requireSecurity,
  type RpcConnection,
  type SchedulerName,
  type Security,
} from "../rpc/mod.ts";
import { DEFAULT_HOSTNAME, DEFAULT_RPC_PORT, printNotice } from "./defaults.ts";
import { inspectableFlags } from "./inspectable_flags.ts";
import { PackageLock } from "./package_lock.ts";
import { settingsArgument } from "./processes/connection_settings.ts";
import { securityMessage } from "./processes/security_message.ts";
import { Server } from "./server.ts";
import {
  denoArguments,
  permissionToListen,
  ServerProcess,
  START_TIMEOUT,
} from "./server_process.ts";
import { serviceProgram } from "./service_program.ts";

/** How an RPC server shares its processes among connections. */
export type RpcServerMode =
  /** One process serves all connections. */
  | "threaded"
  /** Each connection is served by a process of its own. */
  | "forking";

/** Which RPC server to start; every option has a default. */
export interface RpcServerOptions {
  /** The process model. Default `"threaded"`. */
  readonly mode?: RpcServerMode;
  /** The address to listen on. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /**
   * The port to listen on; 0 for any free one. Without a port, 18812 or, if that
   * is taken, any free one.
   */
  readonly port?: number;
  /**
   * The URL of a module whose default export is the service's class, as of
   * `import.meta.resolve("./my_service.ts")`. Default: `BenchmarkService`.
   */
  readonly service?: string;
  /**
   * The path of the `deno.json` that the service was written with, whose imports
   * it then has, in the versions of the lock file beside it. Default: none.
   */
  readonly configuration?: string;
  /**
   * What the service needs beyond nothing, as flags of `deno run`:
   * `["--allow-read=./data"]`.
   */
  readonly permissions?: readonly string[];
  /**
   * How frames are compressed on connections that ask for it too: `"zstd"`, or
   * `CompressionOptions`. Default: not at all.
   */
  readonly compression?: Compression;
  /**
   * How calls run. Calls with an ordering key are ordered with those of all
   * connections, or, if the mode is forking, of their own. Default
   * `"exit_ordered"`.
   */
  readonly scheduler?: SchedulerName;
  /** How it makes sure of its clients, and they of it. Default: not at all. */
  readonly security?: Security;
  /**
   * What a client must have, with which the start makes its connection. Default:
   * `security` itself if that is a key. If it is encrypted and this is not given,
   * the start ends once the server listens.
   */
  readonly clientSecurity?: Security;
  /**
   * Whether its processes can be profiled. Default `false`: until the service
   * comes to life, that takes a permission; see {@linkcode Server.startProfile}.
   */
  readonly inspectable?: boolean;
  /**
   * Seconds until a server, or the service of its first connection, that says
   * nothing is given up. Default 10.
   */
  readonly startTimeout?: number;
  /** Hears that another port was taken. Default: prints to standard error. */
  readonly onNotice?: (notice: string) => void;
}

const THREADED_ENTRY = import.meta.resolve("./processes/rpc_threaded.ts");
const SUPERVISOR_ENTRY = import.meta.resolve("./processes/rpc_forking.ts");
const CONNECTION_ENTRY = import.meta.resolve(
  "./processes/rpc_forking_connection.ts",
);
/**
 * `node:child_process` lets a Deno that it starts do everything, unless a flag
 * says what it may do. This host can never be (RFC 6761).
 */
const NO_HOST = "rpcbench.invalid";
/** Flags that permit any use of the network. */
const WHOLE_NET: readonly string[] = ["--allow-net", "-N", "--allow-all", "-A"];
const BENCHMARK_SERVICE = import.meta.resolve("./benchmark_service.ts");

/**
 * An RPC server in a Deno subprocess of its own, which may do nothing but serve.
 *
 * Disposal ends the whole process tree and waits for that. If this process dies,
 * by whatever means, the tree ends by itself.
 *
 * @example Start a server for as long as a block runs
 * ```ts
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertNotEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ mode: "forking", port: 0 });
 * await using one = await createRpcConnection(server);
 * await using other = await createRpcConnection(server);
 * assertNotEquals(await one.root.processId(), await other.root.processId());
 * ```
 */
export class RpcServer extends Server {
  /** The process model. */
  readonly mode: RpcServerMode;

  private constructor(mode: RpcServerMode, process: ServerProcess) {
    super(process);
    this.mode = mode;
  }

  /**
   * Starts a server; resolves once a connection has gone through. Keys go to its
   * processes in private, not in their arguments or their environment.
   *
   * @throws {RangeError} for a key or a certificate that no one would take.
   * @throws {TypeError} for a compression or a scheduler that there is not.
   * @throws {Error} if the port that was asked for is taken, or with the
   * subprocess's own words if it dies or is silent for too long.
   */
  static async start(options: RpcServerOptions = {}): Promise<RpcServer> {
    const {
      mode = "threaded",
      hostname = DEFAULT_HOSTNAME,
      port,
      service = BENCHMARK_SERVICE,
      configuration,
      permissions = [],
      compression,
      scheduler,
      security,
      clientSecurity = security?.kind === "encrypted" ? undefined : security,
      inspectable = false,
      startTimeout = START_TIMEOUT,
      onNotice = printNotice,
    } = options;
    await requireSecurity(security);
    const settings = settingsArgument({
      compression,
      scheduler,
      security: security?.kind,
    });
    const lock = service === BENCHMARK_SERVICE
      ? PackageLock.forPackage()
      : PackageLock.forService(configuration);
    const program = (entry: string) =>
      serviceProgram(entry, service, configuration);
    const flags = (permissions: readonly string[]) =>
      inspectable ? inspectableFlags(permissions) : permissions;
    const process = await ServerProcess.start({
      lock: mode === "forking" ? lock.forSupervisor() : lock,
      name: `rpc_${mode}`,
      listen: {
        hostname,
        port: port ?? DEFAULT_RPC_PORT,
        fallBack: port === undefined,
      },
      onNotice,
      startTimeout,
      security: security && securityMessage(security),
      verify: async (port) => {
        if (security !== undefined && clientSecurity === undefined) return;
        await using connection = await connect({
          hostname,
          port,
          connectTimeout: startTimeout,
          security: clientSecurity,
          // It is no connection that the program asked for.
          observed: false,
        });
        await proveService(connection);
      },
      ...mode === "threaded"
        ? {
          permissions: flags(
            withNet(permissionToListen(hostname), permissions),
          ),
          program: await program(THREADED_ENTRY),
          arguments: [settings],
        }
        : {
          supervises: true,
          // It starts a process for each connection, which may do nothing but
          // serve the socket that it is handed.
          permissions: flags([
            permissionToListen(hostname),
            `--allow-run=${Deno.execPath()}`,
            "--allow-env",
          ]),
          program: [SUPERVISOR_ENTRY],
          arguments: [
            ...denoArguments(
              flags(withNet(permissionToListen(NO_HOST), permissions)),
              lock,
            ),
            ...await program(CONNECTION_ENTRY),
            settings,
          ],
        },
    });
    return new RpcServer(mode, process);
  }
}

/** Adds a permission, unless the rest has it: of two, `deno` takes the narrower. */
function withNet(own: string, permissions: readonly string[]): string[] {
  return permissions.some((flag) => WHOLE_NET.includes(flag))
    ? [...permissions]
    : [own, ...permissions];
}

/** Resolves if there is a service: its constructor may throw once the hellos are said. */
async function proveService(connection: RpcConnection): Promise<void> {
  try {
    // No service has a method of this name, but every service says so.
    await connection.call("_");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
