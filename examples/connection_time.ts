/**
 * How long does it take to connect, and does it pay to keep connections? Compares
 * plain TCP, TLS and a process per connection, and tells what a connection costs in
 * calls.
 *
 *     deno run -A examples/connection_time.ts
 *     deno run -A examples/connection_time.ts --connections 200
 */
import {
  ConnectionBenchmark,
  createRpcConnection,
  createTestCredentials,
  formatDuration,
  LatencyBenchmark,
  RpcServer,
  type RpcServerOptions,
  type Summary,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["connections"],
  default: { connections: "50" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: connection_time.ts [--connections N]",
    );
    Deno.exit(2);
  },
});

async function measure(name: string, options: RpcServerOptions): Promise<void> {
  await using server = await RpcServer.start({ port: 0, ...options });
  const connectionFactory = () =>
    createRpcConnection({
      port: server.port,
      security: options.clientSecurity,
    });
  const subject = { name, protocol: "rpc", connectionFactory };
  const connecting = await new ConnectionBenchmark({
    ...subject,
    numConnections: Number(flags.connections),
  }).execute();
  const calling = await new LatencyBenchmark({
    ...subject,
    requestFunc: ({ root }) => root.ping(),
    numRequests: 500,
    warmupRequests: 500,
  }).execute();
  print(
    name,
    connecting.computeStatistics().connection_time,
    calling.computeStatistics().latency,
  );
}

function print(
  name: string,
  connect: Summary | undefined,
  call: Summary | undefined,
): void {
  if (connect === undefined || call === undefined) {
    throw new Error(`${name}: nothing was measured`);
  }
  const calls = Math.round(connect.median / call.median);
  console.log(
    `${name.padEnd(24)}  median ${formatDuration(connect.median).padStart(7)}` +
      `  p99 ${formatDuration(connect.p99).padStart(7)}` +
      `  max ${formatDuration(connect.max).padStart(7)}` +
      `  as long as ${calls} calls`,
  );
}

const credentials = await createTestCredentials();
await measure("one process for all", {});
await measure("one process for all, TLS", {
  security: credentials.server,
  clientSecurity: credentials.client,
});
await measure("a process each", { mode: "forking" });
