/**
 * Work that computes against work that waits, on the threaded and on the forking
 * server.
 *
 * A Deno process has one event loop, and so does one thing at a time. Calls that
 * wait cost it nothing: one process serves them all at once. Calls that compute
 * queue up behind each other, unless there are more processes.
 *
 *     deno run -A examples/cpu_vs_io_comparison.ts --clients 4 --requests 50
 */
import {
  type BenchmarkService,
  ConcurrentBenchmark,
  createRpcConnection,
  formatDuration,
  formatRate,
  formatRatio,
  type Remote,
  ResourceSampler,
  RpcServer,
  type RpcServerMode,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["clients", "requests"],
  default: { clients: "8", requests: "100" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: cpu_vs_io_comparison.ts [--clients N] [--requests N]",
    );
    Deno.exit(2);
  },
});

type Work = (root: Remote<BenchmarkService>) => Promise<unknown>;

async function measure(mode: RpcServerMode, work: Work): Promise<number> {
  await using server = await RpcServer.start({ mode, port: 0 });
  await using sampler = await ResourceSampler.start({
    serverProcesses: () => server.processIds(),
  });
  const metrics = await new ConcurrentBenchmark({
    name: mode,
    protocol: "rpc",
    serverMode: mode,
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => work(root),
    numClients: Number(flags.clients),
    requestsPerClient: Number(flags.requests),
    warmupRequests: 5,
  }).execute();
  const { server_process } = await sampler.stop();
  const { concurrent } = metrics.computeStatistics();
  if (concurrent?.latency === undefined || server_process === undefined) {
    throw new Error(`${mode}: nothing was measured`);
  }
  console.log(
    `  ${mode.padEnd(8)}  ${formatRate(concurrent.throughput).padStart(8)}` +
      `  median ${formatDuration(concurrent.latency.median).padStart(7)}` +
      `  p99 ${formatDuration(concurrent.latency.p99).padStart(7)}` +
      `  server: ${
        formatDuration(server_process.cpu_seconds)
      } of CPU, start included`,
  );
  return concurrent.throughput;
}

async function compare(title: string, work: Work): Promise<number> {
  console.log(title);
  const threaded = await measure("threaded", work);
  const forking = await measure("forking", work);
  console.log(
    `  forking does ${formatRatio(forking / threaded)} as many calls\n`,
  );
  return forking / threaded;
}

const cores = navigator.hardwareConcurrency;
console.log(`${flags.clients} clients, ${cores} processor cores\n`);
const computing = await compare(
  "CPU-bound: compute(1,000,000)",
  (root) => root.compute(1_000_000),
);
const waiting = await compare(
  "I/O-bound: sleep(0.01)",
  (root) => root.sleep(0.01),
);

console.log(
  computing > 1.2
    ? "Computing gains from processes of its own, up to one per core."
    : "Computing gained little here: are there idle cores?",
);
console.log(
  waiting > 1.2
    ? "Waiting gained too, which is odd: one event loop can wait for all."
    : "Waiting gains nothing: one event loop waits for all clients at once.",
);
