import { PerformanceMonitor } from "../../../monitoring/performance_monitor.ts";

// Writes as fast as it can, until it is killed.
const [file] = Deno.args;
const monitor = await PerformanceMonitor.start({
  file,
  maxFileSize: 50_000,
  maxFiles: 200,
});
console.log("started");
while (true) {
  for (const name of ["get_user", "list_users", "rename_user"]) {
    await monitor.track(name, () => {});
  }
  await monitor.flush();
}
