/**
 * How many requests per second does a server bear, and how long do they take?
 * Raises the rate step by step, as many users would, and finds where answers
 * begin to wait for each other.
 *
 *     deno run -A examples/load_test.ts
 *     deno run -A examples/load_test.ts --rates 500,1000,2000 --seconds 10
 *
 * The last line shows what a closed loop makes of the same server: it never asks
 * for more than the server can do, and so never sees the queue.
 */
import {
  formatCount,
  formatDuration,
  formatRate,
  LoadGenerator,
  type LoadPlan,
  type LoadResult,
  loadWarnings,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["rates", "seconds"],
  default: { rates: "100,300,900", seconds: "2" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: load_test.ts ` +
        "[--rates N,N,…] [--seconds N]",
    );
    Deno.exit(2);
  },
});

const duration = Number(flags.seconds);

// 10 connections that each wait 20 ms for an answer: 500 per second, at most.
await using server = await RpcServer.start({ port: 0 });
await using generator = await LoadGenerator.start({
  target: { kind: "rpc", port: server.port, method: "sleep", args: [0.02] },
  connections: 10,
});

async function measure(name: string, plan: LoadPlan): Promise<void> {
  print(name, (await generator.run({ ...plan, duration })).toResult());
}

function print(name: string, result: LoadResult): void {
  const { response_time, service_time = response_time } = result;
  if (response_time === undefined || service_time === undefined) {
    throw new Error(`${name}: no request was answered`);
  }
  console.log(
    `${name.padEnd(12)}${formatRate(result.throughput).padStart(9)} answered` +
      `  response p50 ${formatDuration(response_time.median).padStart(7)}` +
      `  p99 ${formatDuration(response_time.p99).padStart(7)}` +
      `  service p99 ${formatDuration(service_time.p99).padStart(7)}`,
  );
  for (const warning of loadWarnings(result)) console.log(`  ${warning}`);
}

for (const rate of flags.rates.split(",").map(Number)) {
  await measure(`${formatCount(rate)} /s`, {
    pacing: { kind: "poisson", rate },
  });
}
await measure("closed loop", {});
