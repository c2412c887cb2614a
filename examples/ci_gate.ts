/**
 * May this be merged? Measures a service, holds it against budgets, and exits with 1
 * if one of them is broken: a step of continuous integration.
 *
 *     deno run -A examples/ci_gate.ts
 *     deno run -A examples/ci_gate.ts --budget "latency.p99<5ms" --junit report.xml
 *
 * Machines of continuous integration are busy, and never the same. A budget in
 * multiples of the floor, which the same run measures, moves with them.
 */
import {
  type BenchmarkMetrics,
  BenchmarkResults,
  budgetChecks,
  createRpcConnection,
  formatJunitReport,
  judgeBudgets,
  LatencyBenchmark,
  measureFloor,
  parseBudget,
  ProcessorPlacement,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ScanningService from "./search/scanning_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["budget", "junit"],
  collect: ["budget"],
  default: { budget: ["latency.median<20x floor", "success_rate>=99%"] },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: ci_gate.ts [--budget BUDGET]... [--junit FILE]",
    );
    Deno.exit(2);
  },
});
// What cannot be read should fail before anything is measured.
const budgets = flags.budget.map(parseBudget);

async function measure(): Promise<BenchmarkMetrics> {
  await using server = await RpcServer.start({
    port: 0,
    service: import.meta.resolve("./search/indexed_service.ts"),
  });
  // Client and server on processors of their own, as the floor is measured.
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => server.processIds(),
  });
  return await new LatencyBenchmark({
    name: "search",
    protocol: "rpc",
    connectionFactory: () => createRpcConnection<ScanningService>(server),
    requestFunc: ({ root }) => root.startingWith("fuge"),
    numRequests: 500,
  }).execute();
}

const results = new BenchmarkResults();
results.addResult("search", await measure());
results.setFloor(await measureFloor());

const checks = budgetChecks(judgeBudgets(results.toJSON(), budgets));
for (const { message, name, outcome, subject } of checks) {
  console.log(`${outcome}  ${subject}: ${name} (${message})`);
}
if (flags.junit !== undefined) {
  await Deno.writeTextFile(flags.junit, formatJunitReport("rpcbench", checks));
}
if (checks.some(({ outcome }) => outcome === "failed")) Deno.exitCode = 1;
