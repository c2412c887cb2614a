import type {
  RpcTargetSpecification,
  TargetSpecification,
} from "../benchmarks/mod.ts";
import type {
  EventLoopWatches,
  HttpServer,
  RpcServer,
} from "../servers/mod.ts";
import type { LoadFlagValues } from "./_load_flags.ts";
import { moduleUrl } from "./_module_url.ts";
import { readSecurity, readText } from "./_security_flags.ts";
import { UsageError } from "./_usage_error.ts";
import { messageOf } from "../rpc/message_of.ts";

const TAKES =
  "http://host/path, https://host/path or rpc://host:port/method, or --server or --target";

/** Flags that only targets of one kind have a use for. */
const ONLY_HTTP = ["method", "header", "body", "body-file"] as const;
const ONLY_RPC = [
  "args",
  "ordering-key",
  "compression",
  "key-file",
  "certificate",
  "private-key",
] as const;

/** What a run of load is aimed at, and what was started for it. */
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

/**
 * Says what to put under load, and starts it if it is to be started.
 *
 * @throws {UsageError} if the command line does not tell.
 */
export async function loadTarget(
  operand: string | undefined,
  values: LoadFlagValues,
): Promise<LoadTarget> {
  if (values.target !== undefined) {
    if (operand !== undefined || values.server !== undefined) {
      throw new UsageError("--target, --server and TARGET exclude each other");
    }
    refuse([...ONLY_HTTP, ...ONLY_RPC], values, "a target of your own");
    const url = await moduleUrl("--target", values.target);
    const specification = { kind: "module", url } as const;
    await requireTarget(specification, () => "--target");
    return external(values.target, "module", specification);
  }
  if (operand === undefined) {
    throw new UsageError(`load has no target; it takes ${TAKES}`);
  }
  if (values.server !== undefined) return await started(operand, values);
  return await external(operand, ...await givenTarget(operand, values));
}

function external(
  name: string,
  protocol: string,
  specification: TargetSpecification,
): LoadTarget {
  return {
    name,
    protocol,
    serverMode: "external",
    specification,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function givenTarget(
  given: string,
  values: LoadFlagValues,
): Promise<[protocol: string, specification: TargetSpecification]> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  switch (url?.protocol) {
    case "http:":
    case "https:":
      return ["http", await httpRequest(url.href, values)];
    case "rpc:": {
      const { hostname, pathname } = url;
      if (url.port === "" || !/^\/[^/]+$/.test(pathname)) break;
      const server = {
        hostname: hostname.replace(/^\[|\]$/g, ""),
        port: Number(url.port),
      };
      return ["rpc", await rpcCall(server, pathname.slice(1), values)];
    }
  }
  throw new UsageError(`load got ${JSON.stringify(given)}; it takes ${TAKES}`);
}

/** Starts one of our own servers; what it takes is checked before. */
async function started(
  operand: string,
  values: LoadFlagValues,
): Promise<LoadTarget> {
  const { HttpServer, RpcServer } = await import("../servers/mod.ts");
  if (values.server === "http_threaded") {
    const path = operand.startsWith("/") ? operand : `/${operand}`;
    const request = await httpRequest(`http://127.0.0.1${path}`, values);
    const server = await HttpServer.start({ port: 0 });
    const specification = { ...request, url: server.url + path };
    return ofServer("http_threaded", "http", "threaded", server, specification);
  }
  if (operand.includes("/")) {
    throw new UsageError(
      `load got ${
        JSON.stringify(operand)
      }; with --server ${values.server} it takes the name of a method`,
    );
  }
  const call = await rpcCall({}, operand, values);
  const mode = values.server === "rpc_forking" ? "forking" : "threaded";
  const { compression, security } = call.connection ?? {};
  const server = await RpcServer.start({
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

async function rpcCall(
  server: { readonly hostname?: string; readonly port?: number },
  method: string,
  values: LoadFlagValues,
): Promise<RpcTargetSpecification> {
  refuse(ONLY_HTTP, values, "an RPC server");
  return {
    kind: "rpc",
    ...server,
    method,
    args: parseArguments(values.args),
    connection: {
      compression: { algorithms: values.compression },
      security: await readSecurity(values),
    },
    call: { orderingKey: values["ordering-key"] },
  };
}

function parseArguments(json: string | undefined): readonly unknown[] {
  if (json === undefined) return [];
  let args: unknown;
  try {
    args = JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (Array.isArray(args)) return args;
  throw new UsageError(
    `--args got ${
      JSON.stringify(json)
    }; it takes a list as JSON, as '[1, "a"]'`,
  );
}

async function httpRequest(
  url: string,
  values: LoadFlagValues,
): Promise<TargetSpecification & { readonly kind: "http" }> {
  refuse(ONLY_RPC, values, "an HTTP server");
  const body = await bodyOf(values);
  const { client, method = body === undefined ? "GET" : "POST" } = values;
  if (client === "fetch" && values["in-flight"] > 1) {
    throw new UsageError(
      `--in-flight got ${values["in-flight"]}; with --client fetch it takes 1`,
    );
  }
  const headers = headersOf(values.header);
  const specification = {
    kind: "http",
    url,
    method,
    headers,
    body,
    client,
    caCerts: values.ca === undefined
      ? undefined
      : [await readText("ca", values)],
  } as const;
  await requireTarget(
    specification,
    (reason) =>
      ["method", "header"].filter((name) => reason.startsWith(name))
        .map((name) => `--${name}`).at(0) ?? "load",
  );
  return specification;
}

/** Finds out before the run whether a target can be asked, and which flag is to blame if not. */
async function requireTarget(
  specification: TargetSpecification,
  flagOf: (reason: string) => string,
): Promise<void> {
  const { openTarget } = await import("../benchmarks/mod.ts");
  try {
    await openTarget(specification, { timeout: Infinity });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${flagOf(error.message)}: ${error.message}`);
  }
}

async function bodyOf(
  { body, "body-file": file }: LoadFlagValues,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (body !== undefined && file !== undefined) {
    throw new UsageError("--body and --body-file exclude each other");
  }
  if (file === undefined) {
    return body === undefined ? undefined : new TextEncoder().encode(body);
  }
  try {
    return await Deno.readFile(file);
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(
      `--body-file got "${file}"; it takes a file that can be read: ${reason}`,
    );
  }
}

/** Values of the same name become a list, as HTTP has it. */
function headersOf(given: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const header of given) {
    const colon = header.indexOf(":");
    const name = header.slice(0, colon).toLowerCase();
    const value = header.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

function refuse(
  flags: readonly (typeof ONLY_HTTP | typeof ONLY_RPC)[number][],
  values: LoadFlagValues,
  what: string,
): void {
  const given = flags.find((flag) =>
    values[flag] !== undefined && values[flag].length > 0
  );
  if (given === undefined) return;
  throw new UsageError(`--${given} is of no use for ${what}`);
}
