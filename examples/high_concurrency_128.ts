/**
 * 128 clients at once, each on a connection of its own: how many calls a server
 * answers, and whether it treats its clients alike.
 *
 *     deno run -A examples/high_concurrency_128.ts            # all three
 *     deno run -A examples/high_concurrency_128.ts --rpc      # threaded RPC
 *     deno run -A examples/high_concurrency_128.ts --http
 *     deno run -A examples/high_concurrency_128.ts --compare  # threaded, forking
 *
 * The forking server starts 128 processes; `--clients 16` is gentler.
 */
import {
  type BenchmarkMetrics,
  ConcurrentBenchmark,
  createHttpSession,
  createRpcConnection,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  HttpServer,
  RpcServer,
  type RpcServerMode,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  boolean: ["rpc", "http", "compare"],
  string: ["clients", "requests"],
  default: { clients: "128", requests: "100" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: high_concurrency_128.ts ` +
        "[--rpc] [--http] [--compare] [--clients N] [--requests N]",
    );
    Deno.exit(2);
  },
});

const load = {
  numClients: Number(flags.clients),
  requestsPerClient: Number(flags.requests),
  warmupRequests: 20,
  trackPerConnection: true,
};

async function loadRpc(mode: RpcServerMode): Promise<void> {
  await using server = await RpcServer.start({ mode, port: 0 });
  const benchmark = new ConcurrentBenchmark({
    name: `rpc_${mode}`,
    protocol: "rpc",
    serverMode: mode,
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => root.ping(),
    ...load,
  });
  print(await benchmark.execute());
}

async function loadHttp(): Promise<void> {
  await using server = await HttpServer.start({ port: 0 });
  const benchmark = new ConcurrentBenchmark({
    name: "http_threaded",
    protocol: "http",
    connectionFactory: async () => {
      // No retries, which would hide failures; the first request connects.
      const session = createHttpSession(server.url, { retries: 0 });
      await (await session.get("/ping")).text();
      return session;
    },
    requestFunc: async (session) => (await session.get("/ping")).text(),
    ...load,
  });
  print(await benchmark.execute());
}

function print(metrics: BenchmarkMetrics): void {
  const { concurrent, metadata } = metrics.computeStatistics();
  if (concurrent?.latency === undefined) {
    const [why] = metadata.errors.flatMap(({ examples }) => examples);
    throw new Error(`${metrics.name}: no request was answered: ${why}`);
  }
  const { connections, latency, per_connection = [] } = concurrent;
  // The median of each client, the fastest client first.
  const clients = per_connection.flatMap(({ latency }) => latency?.median ?? [])
    .sort((a, b) => a - b);
  const [fastest, slowest] = [clients[0], clients[clients.length - 1]];
  console.log(`${metrics.name}: ${connections} clients
  requests  ${formatCount(concurrent.total_requests)}, ${
    formatPercent(concurrent.success_rate)
  } answered, ${formatRate(concurrent.throughput)}
  latency   median ${formatDuration(latency.median)}, p99 ${
    formatDuration(latency.p99)
  }
  fastest client  ${formatDuration(fastest)}
  slowest client  ${formatDuration(slowest)}
  spread          ${(slowest / fastest).toFixed(2)} times as slow\n`);
}

const all = !flags.rpc && !flags.http && !flags.compare;
if (flags.rpc || flags.compare || all) await loadRpc("threaded");
if (flags.compare || all) await loadRpc("forking");
if (flags.http || all) await loadHttp();
