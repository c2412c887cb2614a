/**
 * What payloads cost there and back, by their size.
 *
 *     deno bench -A tests/bench/echo_bench.ts
 *
 * @module
 */
import {
  denoBench,
  FloorConnection,
  LatencyBenchmark,
} from "../../benchmarks/mod.ts";
import {
  createRpcConnection,
  payload,
  RpcServer,
  TcpFloorServer,
} from "../../servers/mod.ts";
import { formatBytes } from "../../units/units.ts";

const floor = await TcpFloorServer.start();
const rpc = await RpcServer.start({ port: 0 });

for (const size of [1024, 64 * 1024, 1024 * 1024]) {
  const data = payload(size);
  const group = `echo ${formatBytes(size)}`;
  denoBench(
    new LatencyBenchmark({
      name: "bare TCP",
      protocol: "tcp",
      connectionFactory: () => FloorConnection.openEcho(floor),
      requestFunc: (connection) => connection.exchange(data),
    }),
    { group, baseline: true },
  );
  denoBench(
    new LatencyBenchmark({
      name: "RPC",
      protocol: "rpc",
      connectionFactory: () => createRpcConnection(rpc),
      requestFunc: ({ root }) => root.echo(data),
    }),
    { group },
  );
}
