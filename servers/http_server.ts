import { hostInUrl } from "./_host_in_url.ts";
import {
  DEFAULT_HOSTNAME,
  DEFAULT_HTTP_PORT,
  printNotice,
} from "./defaults.ts";
import { createHttpSession } from "./http_session.ts";
import { inspectableFlags } from "./inspectable_flags.ts";
import { PackageLock } from "./package_lock.ts";
import { Server } from "./server.ts";
import { permissionToListen, ServerProcess } from "./server_process.ts";

/** Which HTTP server to start; every option has a default. */
export interface HttpServerOptions {
  /** The address to listen on. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /**
   * The port to listen on; 0 for any free one. Without a port, 5000 or, if that
   * is taken, any free one.
   */
  readonly port?: number;
  /** Whether its process can be profiled. Default `false`. */
  readonly inspectable?: boolean;
  /** Hears that another port was taken. Default: prints to standard error. */
  readonly onNotice?: (notice: string) => void;
}

const ENTRY = import.meta.resolve("./processes/http_threaded.ts");

/**
 * The HTTP server, `Deno.serve` with Hono, in a Deno subprocess of its own that
 * may do nothing but serve.
 *
 * Disposal ends the process and waits for that. If this process dies, by
 * whatever means, the server ends by itself.
 *
 * @example Start a server for as long as a block runs
 * ```ts
 * import { createHttpSession, HttpServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await HttpServer.start({ port: 0 });
 * using session = createHttpSession(server.url);
 * assertEquals(await (await session.get("/ping")).text(), "pong");
 * ```
 */
export class HttpServer extends Server {
  /** The URL that all routes begin with: `"http://127.0.0.1:5000"`. */
  readonly url: string;

  private constructor(process: ServerProcess) {
    super(process);
    this.url = urlOf(process.hostname, process.port);
  }

  /**
   * Starts a server; resolves once a request has been served.
   *
   * @throws {Error} if the port that was asked for is taken, or with the
   * subprocess's own words if it dies or is silent for 10 s.
   */
  static async start(options: HttpServerOptions = {}): Promise<HttpServer> {
    const {
      hostname = DEFAULT_HOSTNAME,
      port,
      inspectable = false,
      onNotice = printNotice,
    } = options;
    const permissions = [permissionToListen(hostname)];
    const process = await ServerProcess.start({
      name: "http_threaded",
      // Without the flag, a request's signal aborts once it is answered, too.
      program: ["--unstable-no-legacy-abort", ENTRY],
      permissions: inspectable ? inspectableFlags(permissions) : permissions,
      lock: PackageLock.forPackage(),
      listen: {
        hostname,
        port: port ?? DEFAULT_HTTP_PORT,
        fallBack: port === undefined,
      },
      onNotice,
      verify: async (port) => {
        using session = createHttpSession(urlOf(hostname, port));
        await (await session.get("/ping")).body?.cancel();
      },
    });
    return new HttpServer(process);
  }
}

function urlOf(hostname: string, port: number): string {
  return `http://${hostInUrl(hostname)}:${port}`;
}
