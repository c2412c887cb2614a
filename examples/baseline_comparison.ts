/**
 * RPC against HTTP in one run: what each does with nothing but a ping and plain
 * bytes, and which is better at what.
 *
 *     deno run -A examples/baseline_comparison.ts
 *     deno run -A examples/baseline_comparison.ts --quick
 */
import {
  advantage,
  BenchmarkSuite,
  compareServers,
  formatQuantity,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const { quick } = parseArgs(Deno.args, {
  boolean: ["quick"],
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: baseline_comparison.ts [--quick]`,
    );
    Deno.exit(2);
  },
});

const results = await new BenchmarkSuite({ rpcPort: 0, httpPort: 0 }).runAll({
  testRpcForking: false,
  numConnections: quick ? 10 : 100,
  numRequests: quick ? 200 : 1000,
  requestsPerClient: quick ? 20 : 100,
  // Otherwise it warms up until times are stable.
  warmupRequests: quick ? 50 : undefined,
});

for (const { dimension, floor, ranking } of compareServers(results.toJSON())) {
  console.log(dimension.name);
  for (const { server, value } of ranking) {
    console.log(
      `  ${server.padEnd(13)}  ${formatQuantity(value, dimension.quantity)}`,
    );
  }
  if (floor !== undefined) {
    // What a bare TCP connection does: no protocol can be much better.
    console.log(
      `  ${"floor".padEnd(13)}  ${formatQuantity(floor, dimension.quantity)}`,
    );
  }
  const [best, second] = ranking;
  if (second !== undefined) {
    const times = advantage(dimension, best.value, second.value).toFixed(2);
    console.log(`  → ${best.server} is ${times} times as good\n`);
  }
}

for (const warning of results.warnings) console.error(`warning: ${warning}`);
if (results.failed) Deno.exitCode = 1;
