import { summarize } from "../../../benchmarks/statistics.ts";
import { exportOpenTelemetry } from "../../../monitoring/metrics/export_open_telemetry.ts";
import { PerformanceMonitor } from "../../../monitoring/performance_monitor.ts";
import { Watchdog } from "../../../monitoring/watchdog/watchdog.ts";
import { connectedPair } from "../../rpc/_connected_pair.ts";

class Shop {
  ping(): string {
    return "pong";
  }

  fail(): void {
    throw new RangeError("too far");
  }
}

const [file] = Deno.args;
await using monitor = await PerformanceMonitor.start({ file });
await using watchdog = Watchdog.start({
  name: "shop",
  baseline: summarize([1]),
  check: () => Promise.resolve(summarize([1])),
});
await watchdog.checkNow();
using _monitor = exportOpenTelemetry(monitor);
using _watchdog = exportOpenTelemetry(watchdog);
await using pair = await connectedPair(Shop);
using _client = monitor.observe(pair.client);
using _server = monitor.observe(pair.server);
const { root } = pair.client;
for (let i = 0; i < 5; i++) await root.ping();
await root.fail().catch(() => {});
await monitor.track("get_user", () => {});
console.log(pair.client.peer);
// Counters and gauges are asked for while they are there.
for await (const _ of Deno.stdin.readable);
