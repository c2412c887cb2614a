/**
 * Are all three servers fine? Starts one after another, calls each a hundred
 * times, and prints a line each. Exits with 1 if one of them is not.
 *
 *     deno run -A examples/quick_test.ts
 */
import {
  type BenchmarkMetrics,
  createHttpSession,
  createRpcConnection,
  formatDuration,
  HttpServer,
  LatencyBenchmark,
  RpcServer,
  type RpcServerMode,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

parseArgs(Deno.args, {
  unknown: (argument) => {
    console.error(`unknown argument ${argument}\nusage: quick_test.ts`);
    Deno.exit(2);
  },
});

const counts = { numRequests: 100, warmupRequests: 100 };

async function callRpc(mode: RpcServerMode): Promise<BenchmarkMetrics> {
  await using server = await RpcServer.start({ mode, port: 0 });
  return await new LatencyBenchmark({
    name: `rpc_${mode}`,
    protocol: "rpc",
    serverMode: mode,
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => root.ping(),
    ...counts,
  }).execute();
}

async function callHttp(): Promise<BenchmarkMetrics> {
  await using server = await HttpServer.start({ port: 0 });
  return await new LatencyBenchmark({
    name: "http_threaded",
    protocol: "http",
    connectionFactory: () =>
      Promise.resolve(createHttpSession(server.url, { retries: 0 })),
    requestFunc: async (session) => (await session.get("/ping")).text(),
    ...counts,
  }).execute();
}

async function describe(call: () => Promise<BenchmarkMetrics>) {
  try {
    const metrics = await call();
    const { total_requests, failed_requests, latency } = metrics
      .computeStatistics();
    const fine = failed_requests === 0;
    const median = latency === undefined
      ? "none answered"
      : `${formatDuration(latency.median)} at the median`;
    return {
      fine,
      text: `${total_requests} calls, ${failed_requests} failed, ${median}`,
    };
  } catch (error) {
    return { fine: false, text: String(error) };
  }
}

const servers = {
  rpc_threaded: () => callRpc("threaded"),
  rpc_forking: () => callRpc("forking"),
  http_threaded: callHttp,
};
for (const [name, call] of Object.entries(servers)) {
  const { fine, text } = await describe(call);
  console.log(`${fine ? "ok  " : "FAIL"}  ${name.padEnd(13)}  ${text}`);
  if (!fine) Deno.exitCode = 1;
}
