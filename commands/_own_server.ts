import type { TargetSpecification } from "../benchmarks/mod.ts";
import type {
  EventLoopWatches,
  HttpServer,
  RpcServer,
  RpcServerMode,
} from "../servers/mod.ts";
import type { RequestFlagValues } from "./_request_flags.ts";
import { httpRequest, rpcCall } from "./_requests.ts";

/** What load is made on, and what was started for it. */
export interface LoadTarget extends AsyncDisposable {
  /** Its key in the result document. */
  readonly name: string;
  readonly protocol: string;
  readonly serverMode: string;
  readonly specification: TargetSpecification;
  /** The server's processes, if it was started for the run. */
  readonly processIds?: () => readonly number[];
  /** Begins to watch their event loops. */
  readonly watchEventLoops?: () => Promise<EventLoopWatches>;
}

/** The servers that a command can start, by their keys in the result document. */
export const OWN_SERVERS = [
  "rpc_threaded",
  "rpc_forking",
  "http_threaded",
] as const;

/** One of {@linkcode OWN_SERVERS}. */
export type OwnServer = typeof OWN_SERVERS[number];

/** A service of the user's that one of our RPC servers serves. */
export interface OwnService {
  /** The URL of its module. */
  readonly service: string;
  /** What it may do, as flags of `deno run`. */
  readonly permissions?: readonly string[];
  /** The path of the `deno.json` that it was written with. */
  readonly configuration?: string;
}

/**
 * Starts a server whose method, or path, is to be asked for; what it takes is
 * checked before.
 *
 * @throws {UsageError} for flags that are of no use for it, or make no sense.
 */
export async function startOwnServer(
  name: OwnServer,
  request: string,
  values: RequestFlagValues,
  service?: OwnService,
): Promise<LoadTarget> {
  if (name === "http_threaded") return await startHttp(request, values);
  const mode = name === "rpc_forking" ? "forking" : "threaded";
  return await startRpc(mode, request, values, service);
}

async function startHttp(
  request: string,
  values: RequestFlagValues,
): Promise<LoadTarget> {
  const { HttpServer } = await import("../servers/mod.ts");
  const path = request.startsWith("/") ? request : `/${request}`;
  const asked = await httpRequest(`http://127.0.0.1${path}`, values);
  const server = await HttpServer.start({ port: 0 });
  const specification = { ...asked, url: server.url + path };
  return ofServer("http_threaded", "http", "threaded", server, specification);
}

async function startRpc(
  mode: RpcServerMode,
  method: string,
  values: RequestFlagValues,
  service?: OwnService,
): Promise<LoadTarget> {
  const { RpcServer } = await import("../servers/mod.ts");
  const call = await rpcCall({}, method, values);
  const { compression, security } = call.connection ?? {};
  const server = await RpcServer.start({
    ...service,
    mode,
    port: 0,
    compression,
    scheduler: values["ordering-key"] === undefined
      ? "exit_ordered"
      : "key_serialized",
    security,
    clientSecurity: security,
  });
  const { hostname, port } = server;
  const specification = { ...call, hostname, port };
  return ofServer(`rpc_${mode}`, "rpc", mode, server, specification);
}

function ofServer(
  name: string,
  protocol: string,
  serverMode: string,
  server: HttpServer | RpcServer,
  specification: TargetSpecification,
): LoadTarget {
  return {
    name,
    protocol,
    serverMode,
    specification,
    processIds: () => server.processIds(),
    watchEventLoops: () => server.watchEventLoops(),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
