import type { RpcConnection } from "../rpc/mod.ts";
import {
  type BenchmarkService,
  type EventLoopWatches,
  HttpServer,
  type HttpSession,
  RpcServer,
  type RpcServerMode,
  type Server,
} from "../servers/mod.ts";
import {
  httpOperations,
  rpcOperations,
  type ServerOperations,
} from "./server_operations.ts";

/** A server that runs, and all that is asked of it. */
export interface MeasuredServer<Connection>
  extends ServerOperations<Connection>, AsyncDisposable {
  /** Its key in the result document. */
  readonly key: string;
  readonly serverMode: string;
  /** Resolves when the server has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** The ids of its processes at this moment. */
  processIds(): readonly number[];
  /** Begins to watch their event loops. */
  watchEventLoops(): Promise<EventLoopWatches>;
}

/** Where servers listen, and what they serve. */
export interface MeasuredServerOptions {
  /** The address to listen on. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /** The port to listen on; see the server's own options. */
  readonly port?: number;
  /** The URL of a service module, for RPC servers. Default: `BenchmarkService`. */
  readonly service?: string;
  /** What the service needs, as flags of `deno run`. */
  readonly permissions?: readonly string[];
  /** Hears what a person should know. */
  readonly onNotice?: (notice: string) => void;
}

/** Starts an RPC server to be measured. */
export async function startRpcServer(
  mode: RpcServerMode,
  options: MeasuredServerOptions = {},
): Promise<MeasuredServer<RpcConnection<BenchmarkService>>> {
  const server = await RpcServer.start({ ...options, mode });
  return measured(`rpc_${mode}`, mode, server, rpcOperations(server));
}

/** Starts the HTTP server to be measured. */
export async function startHttpServer(
  { hostname, port, onNotice }: MeasuredServerOptions = {},
): Promise<MeasuredServer<HttpSession>> {
  const server = await HttpServer.start({ hostname, port, onNotice });
  const operations = httpOperations(server.url);
  return measured("http_threaded", "threaded", server, operations);
}

function measured<Connection>(
  key: string,
  serverMode: string,
  server: Server,
  operations: ServerOperations<Connection>,
): MeasuredServer<Connection> {
  return {
    ...operations,
    key,
    serverMode,
    exited: server.exited,
    processIds: () => server.processIds(),
    watchEventLoops: () => server.watchEventLoops(),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
