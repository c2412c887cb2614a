/**
 * How is it doing in production? Watches the calls of a connection and an operation
 * of the program's own, appends what they did in each interval to a file, and lets
 * Prometheus ask for it.
 *
 *     deno run -A examples/production_monitoring.ts
 *     deno run -A examples/production_monitoring.ts --file calls.jsonl --seconds 60
 *
 * `--interval` is in seconds; in production, 60 are usual.
 */
import {
  createRpcConnection,
  formatCount,
  formatDuration,
  PerformanceMonitor,
  readMonitorRecords,
  RpcServer,
  servePrometheus,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ShopService from "./shop/shop_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["file", "interval", "seconds"],
  default: { interval: "1", seconds: "3" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: production_monitoring.ts ` +
        "[--file FILE] [--interval SECONDS] [--seconds SECONDS]",
    );
    Deno.exit(2);
  },
});
const file = flags.file ?? await Deno.makeTempFile({ suffix: ".jsonl" });

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./shop/shop_service.ts"),
});
await using connection = await createRpcConnection<ShopService>(server);

// All that a program needs: from here on, calls are counted and timed by themselves.
await using monitor = await PerformanceMonitor.start({
  file,
  interval: Number(flags.interval),
});
using _observation = monitor.observe(connection);
await using endpoint = servePrometheus({ sources: [monitor], port: 0 });

/** Stands for what your program does. */
async function showOrders(user: number): Promise<void> {
  await connection.root.getUserRecord(user);
  await connection.root.getUser(user).orders.first.total;
}

const end = performance.now() + 1000 * Number(flags.seconds);
for (let user = 1; performance.now() < end; user = user % 50 + 1) {
  await monitor.track("show_orders", () => showOrders(user));
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await monitor.flush();

for (const record of await readMonitorRecords(file)) {
  const { operation, total_requests, failed_requests, latency } = record;
  console.log(
    `${record.timestamp.slice(11, 19)}  ${operation.padEnd(36)}` +
      `${formatCount(total_requests).padStart(6)} requests` +
      `, ${failed_requests} failed` +
      `, p99 ${latency === undefined ? "–" : formatDuration(latency.p99)}`,
  );
}
const exposition = await (await fetch(endpoint.url)).text();
console.log(`\nPrometheus gets of ${endpoint.url}, among others:`);
for (const line of exposition.split("\n")) {
  if (/_total\{.*"show_orders"/.test(line)) console.log(line);
}
