/**
 * Which of two implementations answers faster, and by how much? Measures the same
 * search of two services, and prints both beside each other and the floor.
 *
 *     deno run -A examples/compare_implementations.ts
 *     deno run -A examples/compare_implementations.ts --requests 5000
 */
import {
  BenchmarkResults,
  createRpcConnection,
  formatConsoleReport,
  LatencyBenchmark,
  measureFloor,
  ProcessorPlacement,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ScanningService from "./search/scanning_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["requests"],
  default: { requests: "1000" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: compare_implementations.ts [--requests N]",
    );
    Deno.exit(2);
  },
});

const services = {
  scanning: import.meta.resolve("./search/scanning_service.ts"),
  indexed: import.meta.resolve("./search/indexed_service.ts"),
};

const results = new BenchmarkResults();
for (const [name, service] of Object.entries(services)) {
  await using server = await RpcServer.start({ port: 0, service });
  // Client and server on processors of their own, as the floor is measured.
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => server.processIds(),
  });
  const metrics = await new LatencyBenchmark({
    name,
    protocol: "rpc",
    connectionFactory: () => createRpcConnection<ScanningService>(server),
    requestFunc: ({ root }) => root.startingWith("fuge"),
    numRequests: Number(flags.requests),
  }).execute();
  results.addResult(name, metrics);
}
results.setFloor(await measureFloor());
results.end();

console.log(formatConsoleReport(results.toJSON()));
