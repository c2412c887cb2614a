/**
 * Two implementations of a search, as benchmarks that `deno bench` runs.
 *
 *     deno bench -A examples/bench/search_bench.ts
 *     OUTPUT=results.json deno bench -A examples/bench/search_bench.ts
 *
 * @module
 */
import {
  createRpcConnection,
  denoBench,
  LatencyBenchmark,
  RpcServer,
} from "@x/rpcbench";
import type ScanningService from "../search/scanning_service.ts";

const services = {
  scanning: import.meta.resolve("../search/scanning_service.ts"),
  indexed: import.meta.resolve("../search/indexed_service.ts"),
};

for (const [name, service] of Object.entries(services)) {
  // It ends with the program: benchmarks run when this module is done.
  const server = await RpcServer.start({ port: 0, service });
  const benchmark = new LatencyBenchmark({
    name,
    protocol: "rpc",
    connectionFactory: () => createRpcConnection<ScanningService>(server),
    requestFunc: ({ root }) => root.startingWith("fuge"),
  });
  denoBench(benchmark, {
    group: "search",
    baseline: name === "scanning",
    output: Deno.env.get("OUTPUT"),
  });
}
