/**
 * The whole suite by itself: starts the servers one after another, runs every
 * benchmark against each, and prints the summary. Progress goes to standard
 * error, so that the summary can be redirected.
 *
 *     deno run -A examples/autonomous_run.ts
 *     deno run -A examples/autonomous_run.ts --requests 200 --clients 4
 */
import { BenchmarkSuite, formatConsoleReport } from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const { connections, requests, clients } = parseArgs(Deno.args, {
  string: ["connections", "requests", "clients"],
  default: { connections: "100", requests: "1000", clients: "10" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: autonomous_run.ts [--connections N] [--requests N] [--clients N]",
    );
    Deno.exit(2);
  },
});

// Port 0 is any free one. Without it, the suite takes the usual ports.
const suite = new BenchmarkSuite({ rpcPort: 0, httpPort: 0 });

let current = "";
const results = await suite.runAll({
  numConnections: Number(connections),
  numRequests: Number(requests),
  numConcurrentClients: Number(clients),
  onProgress: ({ server, benchmark, fraction }) => {
    if (`${server} ${benchmark}` === current) return;
    current = `${server} ${benchmark}`;
    console.error(`${Math.round(100 * fraction)} %  ${server}: ${benchmark}`);
  },
});

console.log(formatConsoleReport(results.toJSON()));

// A server that did not start or died is among the warnings of the summary.
if (results.failed) Deno.exitCode = 1;
