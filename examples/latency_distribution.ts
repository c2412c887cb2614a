/**
 * How long do calls take, all of them? Half of the calls are no better than the
 * median; the slow ones decide what users remember. Measures a method, shows its
 * percentiles beside the floor's, and says whether the tail is long.
 *
 *     deno run -A examples/latency_distribution.ts
 *     deno run -A examples/latency_distribution.ts --requests 20000
 */
import {
  createRpcConnection,
  formatCount,
  formatDuration,
  formatRatio,
  LatencyBenchmark,
  measureFloor,
  ProcessorPlacement,
  RpcServer,
  type Summary,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["requests"],
  default: { requests: "10000" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: latency_distribution.ts [--requests N]",
    );
    Deno.exit(2);
  },
});

const numRequests = Number(flags.requests);

async function measure(): Promise<Summary> {
  await using server = await RpcServer.start({ port: 0 });
  // Client and server on processors of their own, as the floor is measured.
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => server.processIds(),
  });
  const metrics = await new LatencyBenchmark({
    name: "echo",
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => root.echo({ query: 123 }),
    numRequests,
  }).execute();
  const { latency, failed_requests } = metrics.computeStatistics();
  if (latency === undefined || failed_requests > 0) {
    throw new Error(`${failed_requests} requests failed`);
  }
  return latency;
}

const latency = await measure();
// Only its latency counts here: of the rest, as little as can be.
const floor = await measureFloor({
  numRequests,
  requestsPerClient: 1,
  transfers: 1,
});

console.log(
  `${formatCount(latency.count)} calls, beside a bare TCP connection`,
);
for (const percentile of ["median", "p90", "p99", "p999", "max"] as const) {
  const [own, least] = [latency[percentile], floor.latency[percentile]];
  console.log(
    `  ${percentile.padEnd(6)}  ${formatDuration(own).padStart(7)}` +
      `  floor ${formatDuration(least).padStart(7)}`,
  );
}

const tail = latency.p99 / latency.median;
const tailOfFloor = floor.latency.p99 / floor.latency.median;
console.log(
  `p99 is ${formatRatio(tail)} the median; the floor's, ${
    formatRatio(tailOfFloor)
  }.`,
);
console.log(
  tail < 5
    ? "The tail is short."
    : tail < 2 * tailOfFloor
    ? "The tail is long, and so is the floor's: this machine was busy."
    : "The tail is long, and it is not the machine's: look for what makes calls wait.",
);
