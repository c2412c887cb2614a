import {
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithm,
  type Security,
} from "../../rpc/mod.ts";
import {
  createRpcConnection,
  createTestCredentials,
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
/** Bytes of a key that both ends have. */
const KEY_LENGTH = 32;

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
  { scheduler, security }: CaseParameters,
): string {
  return JSON.stringify([server, scheduler, security]);
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
  { scheduler, security }: CaseParameters,
): Promise<RunningServer> {
  const secured = await securityOf(security);
  const server = await RpcServer.start({
    mode,
    port: 0,
    inspectable: true,
    // Clients choose: a frame is compressed only if its connection's has it too.
    compression: { algorithms: COMPRESSION_ALGORITHMS },
    scheduler,
    security: secured?.server,
    clientSecurity: secured?.client,
  });
  const { hostname, port } = server;
  const connectionOf = (parameters: CaseParameters) => ({
    compression: compressionOf(parameters),
    security: secured?.client,
  });
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
        connection: connectionOf(parameters),
      };
      let clients = 0;
      return Promise.resolve({
        async connect(signal) {
          const orderingKey = orderingKeyOf(parameters, clients++);
          const target = await openTarget(
            { ...specification, call: { orderingKey } },
            { timeout: TIMEOUT },
          );
          return await target.connect(signal);
        },
      });
    },
    async compressedShare(parameters) {
      if (compressionOf(parameters) === undefined) return undefined;
      await using connection = await createRpcConnection({
        hostname,
        port,
        ...connectionOf(parameters),
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

/** What the two ends show each other: keys and certificates for this run only. */
async function securityOf(
  level: CaseParameters["security"],
): Promise<{ server: Security; client: Security } | undefined> {
  switch (level) {
    case "authenticated": {
      const key = crypto.getRandomValues(new Uint8Array(KEY_LENGTH));
      const security = { kind: level, key } as const;
      return { server: security, client: security };
    }
    case "encrypted":
      return await createTestCredentials();
    case "off":
    case undefined:
      return undefined;
  }
}

function compressionOf(
  { compression }: CaseParameters,
): CompressionAlgorithm | undefined {
  return compression === "off" ? undefined : compression;
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
