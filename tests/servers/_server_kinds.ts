import {
  createHttpSession,
  createRpcConnection,
  HttpServer,
  RpcServer,
  TcpFloorServer,
} from "../../servers/mod.ts";

/** A server, as far as all kinds of it are alike. */
interface StartedServer extends AsyncDisposable {
  readonly hostname: string;
  readonly port: number;
  readonly address: string;
  processIds(): readonly number[];
}

/** One kind of server and how it is used. */
export interface ServerKind {
  readonly name: string;
  /** Starts it on a free port. */
  start(hostname?: string): Promise<StartedServer>;
  /** Sends one request over a connection of its own; resolves with whether it was answered. */
  request(server: StartedServer): Promise<boolean>;
}

const pingRpc = async (server: StartedServer): Promise<boolean> => {
  await using connection = await createRpcConnection(server);
  return await connection.root.ping() === "pong";
};

/** The kinds that answer benchmark requests. */
export const BENCHMARKED_KINDS: readonly ServerKind[] = [
  {
    name: "rpc_threaded",
    start: (hostname) =>
      RpcServer.start({ mode: "threaded", hostname, port: 0 }),
    request: pingRpc,
  },
  {
    name: "rpc_forking",
    start: (hostname) =>
      RpcServer.start({ mode: "forking", hostname, port: 0 }),
    request: pingRpc,
  },
  {
    name: "http_threaded",
    start: (hostname) => HttpServer.start({ hostname, port: 0 }),
    async request({ address }) {
      using session = createHttpSession(`http://${address}`);
      return await (await session.get("/ping")).text() === "pong";
    },
  },
];

/** All kinds. */
export const SERVER_KINDS: readonly ServerKind[] = [
  ...BENCHMARKED_KINDS,
  {
    name: "tcp_floor",
    start: (hostname) => TcpFloorServer.start(hostname),
    async request(server) {
      using connection = await Deno.connect(server);
      await connection.write(new Uint8Array(9)); // an order to echo
      await connection.write(Uint8Array.of(7));
      const answer = new Uint8Array(1);
      await connection.read(answer);
      return answer[0] === 7;
    },
  },
];
