/**
 * What did the change do? Measures a server before and after it, here with an
 * encrypted connection for the change, and puts both runs beside each other: a
 * page with charts, a summary for the pull request, a graph for the README.
 *
 *     deno run -A examples/write_reports.ts [--output-dir FOLDER]
 */
import {
  BenchmarkResults,
  createRpcConnection,
  createTestCredentials,
  formatHtmlReport,
  formatMarkdownReport,
  formatSvg,
  LatencyBenchmark,
  reportSections,
  RpcServer,
  type Run,
  runsOf,
  type TestCredentials,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import { join } from "node:path";

const { "output-dir": folder } = parseArgs(Deno.args, {
  string: ["output-dir"],
  default: { "output-dir": "reports-of-a-change" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: write_reports.ts [--output-dir FOLDER]`,
    );
    Deno.exit(2);
  },
});

async function measure(
  name: string,
  credentials?: TestCredentials,
): Promise<Run> {
  await using server = await RpcServer.start({
    port: 0,
    security: credentials?.server,
    clientSecurity: credentials?.client,
  });
  const results = new BenchmarkResults({ change: name });
  const latency = await new LatencyBenchmark({
    name: "rpc_threaded",
    protocol: "rpc",
    serverMode: "threaded",
    connectionFactory: () =>
      createRpcConnection({
        port: server.port,
        security: credentials?.client,
      }),
    requestFunc: ({ root }) => root.ping(),
    numRequests: 500,
  }).execute();
  results.addResult("rpc_threaded", latency);
  results.end();
  const [run] = runsOf(results.toJSON());
  return { ...run, name };
}

const runs = [
  await measure("before"),
  await measure("after", await createTestCredentials()),
];

await Deno.mkdir(folder, { recursive: true });
async function write(name: string, text: string): Promise<void> {
  await Deno.writeTextFile(join(folder, name), text);
  console.log(`wrote ${join(folder, name)}`);
}

await write("report.html", await formatHtmlReport(runs));
await write("report.md", formatMarkdownReport(runs));
for (const { charts } of reportSections(runs)) {
  for (const chart of charts) {
    if (chart.kind === "lines") {
      await write(`${chart.id}.svg`, await formatSvg(chart));
    }
  }
}
