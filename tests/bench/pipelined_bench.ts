/**
 * What it saves not to wait for each answer before the next call.
 *
 *     deno bench -A tests/bench/pipelined_bench.ts
 *
 * @module
 */
import { denoBench, LatencyBenchmark } from "../../benchmarks/mod.ts";
import type { RpcConnection } from "../../rpc/mod.ts";
import {
  type BenchmarkService,
  createRpcConnection,
  RpcServer,
} from "../../servers/mod.ts";

type Connection = RpcConnection<BenchmarkService>;

const CALLS = Array.from({ length: 64 });
const server = await RpcServer.start({ port: 0 });

function register(
  name: string,
  requestFunc: (connection: Connection) => Promise<unknown>,
  baseline = false,
): void {
  const benchmark = new LatencyBenchmark({
    name,
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(server),
    requestFunc,
  });
  denoBench(benchmark, { group: `${CALLS.length} pings`, baseline });
}

register("one after another", async ({ root }) => {
  for (const _ of CALLS) await root.ping();
}, true);
register(
  "all in flight",
  ({ root }) => Promise.all(CALLS.map(() => root.ping())),
);
register(
  "in a batch",
  (connection) =>
    connection.batch((root) => Promise.all(CALLS.map(() => root.ping()))),
);
