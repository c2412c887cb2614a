import { PerformanceMonitor } from "../../../monitoring/performance_monitor.ts";
import { servePrometheus } from "../../../monitoring/metrics/serve_prometheus.ts";
import { Watchdog } from "../../../monitoring/watchdog/watchdog.ts";

// Nothing is disposed of here, and none of it keeps the program from its end.
const [file] = Deno.args;
const monitor = await PerformanceMonitor.start({ file });
await monitor.track("work", () => {});
Watchdog.start({ check: () => Promise.reject(new Error("no service")) });
servePrometheus({ sources: [monitor], port: 0 });
console.log("done");
