/**
 * How many clients at once does a server bear? Doubles their number until answers
 * fail, take too long, or come no faster, and says which it was.
 *
 *     deno run -A examples/concurrency_ladder.ts
 *     deno run -A examples/concurrency_ladder.ts --most 512 --slowest 0.1
 *
 * `--slowest` is the p99 in seconds that users still bear; `--requests`, how many
 * all clients of a step make together.
 */
import {
  type BenchmarkService,
  ConcurrentBenchmark,
  type ConcurrentResult,
  createRpcConnection,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  type Remote,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["most", "requests", "slowest"],
  default: { most: "256", requests: "2000", slowest: "0.05" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: concurrency_ladder.ts ` +
        "[--most N] [--requests N] [--slowest SECONDS]",
    );
    Deno.exit(2);
  },
});

/** What a client of yours does in one go. */
async function session(root: Remote<BenchmarkService>): Promise<void> {
  await root.echo({ user: 123 });
  await root.compute(20_000);
}

await using server = await RpcServer.start({ port: 0 });

async function measure(numClients: number): Promise<ConcurrentResult> {
  const metrics = await new ConcurrentBenchmark({
    name: `${numClients} clients`,
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => session(root),
    numClients,
    requestsPerClient: Math.ceil(Number(flags.requests) / numClients),
    warmupRequests: 5,
  }).execute();
  const { concurrent } = metrics.computeStatistics();
  if (concurrent === undefined) throw new Error("nothing was measured");
  return concurrent;
}

/** What speaks against so many clients; `undefined` while nothing does. */
function limitOf(
  now: ConcurrentResult,
  before: ConcurrentResult | undefined,
): string | undefined {
  if (now.success_rate < 0.95) {
    return `only ${formatPercent(now.success_rate)} were answered`;
  }
  const p99 = now.latency?.p99 ?? Infinity;
  if (p99 > Number(flags.slowest)) return `p99 is ${formatDuration(p99)}`;
  if (before !== undefined && now.throughput < 1.05 * before.throughput) {
    return "no more is answered";
  }
}

let before: ConcurrentResult | undefined;
for (let clients = 1; clients <= Number(flags.most); clients *= 2) {
  const now = await measure(clients);
  console.log(
    `clients ${formatCount(clients).padStart(5)}` +
      `  ${formatRate(now.throughput).padStart(9)}` +
      `  median ${formatDuration(now.latency?.median ?? NaN).padStart(7)}` +
      `  p99 ${formatDuration(now.latency?.p99 ?? NaN).padStart(7)}` +
      `  answered ${formatPercent(now.success_rate)}`,
  );
  const limit = limitOf(now, before);
  if (limit !== undefined) {
    console.log(
      before === undefined
        ? `One client is too many: ${limit}.`
        : `With ${clients} clients, ${limit}: the limit is at ${before.connections}.`,
    );
    break;
  }
  before = now;
}
