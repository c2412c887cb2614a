import type { CallOptions } from "../../rpc/mod.ts";
import type { RpcConnectionOptions } from "../../servers/mod.ts";
import { fetchTarget } from "./fetch_target.ts";
import { leanHttpTarget } from "./lean_http_target.ts";
import { moduleTarget } from "./module_target.ts";
import { rpcTarget } from "./rpc_target.ts";
import type { Target } from "./target.ts";

/** A method of an RPC server, called with the same arguments again and again. */
export interface RpcTargetSpecification {
  /** Tells it from other specifications. */
  readonly kind: "rpc";
  /** The server's name or address. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /** The server's port. Default 18812. */
  readonly port?: number;
  /** The name of the method. */
  readonly method: string;
  /** Its arguments. Default: none. */
  readonly args?: readonly unknown[];
  /** How the connections behave. */
  readonly connection?: Omit<
    RpcConnectionOptions,
    "hostname" | "port" | "service"
  >;
  /** How the calls behave. */
  readonly call?: Omit<CallOptions, "signal">;
}

/** An HTTP request, made again and again. */
export interface HttpTargetSpecification {
  /** Tells it from other specifications. */
  readonly kind: "http";
  /** What is asked for. */
  readonly url: string;
  /** Default `"GET"`. */
  readonly method?: string;
  /** What is sent beside it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent along. */
  readonly body?: Uint8Array<ArrayBuffer>;
  /**
   * By what the request is made: `"lean"` shows what the server can do, `"fetch"`
   * what an application sees. More than one request in flight on a connection is
   * pipelining, which only the lean client does. Default `"lean"`.
   */
  readonly client?: "lean" | "fetch";
  /** Certificates to trust beside the system's, for `https:`; each as PEM. */
  readonly caCerts?: readonly string[];
}

/** A module of the user's whose default export is a {@linkcode Target}. */
export interface ModuleTargetSpecification {
  /** Tells it from other specifications. */
  readonly kind: "module";
  /** Where the module is. */
  readonly url: string;
}

/**
 * What to put under load, as plain data: so it can cross to other threads, each
 * of which opens it by itself.
 */
export type TargetSpecification =
  | RpcTargetSpecification
  | HttpTargetSpecification
  | ModuleTargetSpecification;

/** What holds for all requests to a target. */
export interface TargetOptions {
  /** Seconds until a request or a connection is given up. */
  readonly timeout: number;
}

/**
 * Makes a target of its specification; nothing is connected yet.
 *
 * @throws {TypeError} if a URL, a method or a header is none, or a module cannot
 * be loaded or its default export is no target.
 *
 * @example Ask a target once
 * ```ts
 * import { openTarget } from "@x/rpcbench/benchmarks";
 * import { RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const { port } = server;
 * const target = await openTarget(
 *   { kind: "rpc", port, method: "upload", args: [new Uint8Array(5)] },
 *   { timeout: 10 },
 * );
 * await using connection = await target.connect(
 *   AbortSignal.timeout(10_000),
 * );
 * assertEquals(await connection.request(), { sent: 5, received: 0 });
 * ```
 */
export async function openTarget(
  specification: TargetSpecification,
  options: TargetOptions,
): Promise<Target> {
  switch (specification.kind) {
    case "rpc":
      return rpcTarget(specification, options);
    case "http":
      return specification.client === "fetch"
        ? fetchTarget(specification)
        : leanHttpTarget(specification);
    case "module":
      return await moduleTarget(specification);
  }
}
