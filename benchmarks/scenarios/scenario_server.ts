import {
  createRpcConnection,
  HttpServer,
  RpcServer,
  type RpcServerMode,
  type Server,
} from "../../servers/mod.ts";
import {
  openTarget,
  type RpcTargetSpecification,
  type Target,
} from "../load/mod.ts";
import type { CaseParameters, ScenarioServer } from "./scenario_case.ts";
import { scenarioPayload } from "./scenario_payload.ts";

/** Seconds until a request is given up: the slowest carries a mebibyte. */
const TIMEOUT = 30;

/** A server that runs for cases of the same variant. */
export interface RunningServer extends AsyncDisposable {
  /** `"rpc"` or `"http"`. */
  readonly protocol: string;
  /** `"threaded"` or `"forking"`. */
  readonly serverMode: string;
  /** The server itself. */
  readonly server: Server;
  /** What a case's clients ask. */
  target(parameters: CaseParameters): Promise<Target>;
  /**
   * The part that a case's call and answer keep when they are compressed, from 0
   * to 1; `undefined` where nothing is.
   */
  compressedShare(parameters: CaseParameters): Promise<number | undefined>;
}

/** Cases of the same variant can be asked of the same server. */
export function variantOf(
  server: ScenarioServer,
  { compression, scheduler, security }: CaseParameters,
): string {
  return JSON.stringify([server, compression, scheduler, security]);
}

/** Starts the server that a case asks for. */
export function startScenarioServer(
  server: ScenarioServer,
  parameters: CaseParameters,
): Promise<RunningServer> {
  switch (server) {
    case "rpc_threaded":
      return startRpc("threaded", parameters);
    case "rpc_forking":
      return startRpc("forking", parameters);
    case "http_threaded":
      return startHttp();
  }
}

async function startRpc(
  mode: RpcServerMode,
  { compression: algorithm, scheduler }: CaseParameters,
): Promise<RunningServer> {
  const compression = algorithm === "off" ? undefined : algorithm;
  const server = await RpcServer.start({
    mode,
    port: 0,
    inspectable: true,
    compression,
    scheduler,
  });
  const { hostname, port } = server;
  return {
    protocol: "rpc",
    serverMode: mode,
    server,
    target(parameters) {
      const specification: RpcTargetSpecification = {
        kind: "rpc",
        hostname,
        port,
        ...callOf(parameters),
        connection: { compression },
      };
      let clients = 0;
      return Promise.resolve({
        async connect() {
          const orderingKey = orderingKeyOf(parameters, clients++);
          const target = await openTarget(
            { ...specification, call: { orderingKey } },
            { timeout: TIMEOUT },
          );
          return await target.connect();
        },
      });
    },
    async compressedShare(parameters) {
      if (compression === undefined) return undefined;
      await using connection = await createRpcConnection({
        hostname,
        port,
        compression,
      });
      const { method, args } = callOf(parameters);
      await connection.call(method, args);
      const { sent, received } = connection.traffic;
      return (sent.bytesOnWire + received.bytesOnWire) /
        (sent.bytes + received.bytes);
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

async function startHttp(): Promise<RunningServer> {
  const server = await HttpServer.start({ port: 0, inspectable: true });
  return {
    protocol: "http",
    serverMode: "threaded",
    server,
    target(parameters) {
      const { payload_size, content } = parameters;
      // What the server can do: `fetch` would be most of what is measured.
      const common = { kind: "http", client: "lean" } as const;
      const specification = payload_size === undefined
        ? { ...common, url: `${server.url}/ping` }
        : {
          ...common,
          url: `${server.url}/echo`,
          method: "POST",
          body: scenarioPayload(payload_size, content),
        };
      return openTarget(specification, { timeout: TIMEOUT });
    },
    compressedShare: () => Promise.resolve(undefined),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

function callOf(
  { content, payload_size, service_time }: CaseParameters,
): { method: string; args: readonly unknown[] } {
  if (service_time !== undefined) {
    return { method: "sleep", args: [service_time] };
  }
  return payload_size === undefined
    ? { method: "ping", args: [] }
    : { method: "echo", args: [scenarioPayload(payload_size, content)] };
}

function orderingKeyOf(
  { ordering_keys }: CaseParameters,
  client: number,
): string | undefined {
  switch (ordering_keys) {
    case "one":
      return "all";
    case "per_client":
      return `client ${client}`;
    case undefined:
      return undefined;
  }
}
