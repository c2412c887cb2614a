/**
 * The least that a remote call costs, beside what a bare TCP connection does.
 *
 *     deno bench -A tests/bench/ping_bench.ts
 *
 * @module
 */
import {
  ConnectionBenchmark,
  denoBench,
  FloorConnection,
  LatencyBenchmark,
} from "../../benchmarks/mod.ts";
import {
  createHttpSession,
  createRpcConnection,
  HttpServer,
  RpcServer,
  TcpFloorServer,
} from "../../servers/mod.ts";

// They end with the program, which has no better moment to end them.
const floor = await TcpFloorServer.start();
const rpc = await RpcServer.start({ port: 0 });
const http = await HttpServer.start({ port: 0 });

denoBench(
  new LatencyBenchmark({
    name: "bare TCP",
    protocol: "tcp",
    connectionFactory: () => FloorConnection.openEcho(floor),
    requestFunc: (connection) => connection.echo(),
  }),
  { group: "ping", baseline: true },
);
denoBench(
  new LatencyBenchmark({
    name: "RPC",
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(rpc),
    requestFunc: ({ root }) => root.ping(),
  }),
  { group: "ping" },
);
denoBench(
  new LatencyBenchmark({
    name: "HTTP, by fetch",
    protocol: "http",
    connectionFactory: () => Promise.resolve(createHttpSession(http.url)),
    requestFunc: async (session) => (await session.get("/ping")).text(),
  }),
  { group: "ping" },
);

denoBench(
  new ConnectionBenchmark({
    name: "bare TCP",
    protocol: "tcp",
    // The server has accepted it once a first byte came back.
    connectionFactory: async () => {
      const connection = await FloorConnection.openEcho(floor);
      await connection.echo();
      return connection;
    },
  }),
  { group: "connect", baseline: true },
);
denoBench(
  new ConnectionBenchmark({
    name: "RPC",
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(rpc),
  }),
  { group: "connect" },
);
