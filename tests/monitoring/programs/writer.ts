import { PerformanceMonitor } from "../../../monitoring/performance_monitor.ts";

// Writes as fast as it can, until it is killed.
const [file] = Deno.args;
const monitor = await PerformanceMonitor.start({
  file,
  maxFileSize: 50_000,
  maxFiles: 200,
});

async function write(): Promise<void> {
  for (const name of ["get_user", "list_users", "rename_user"]) {
    await monitor.track(name, () => {});
  }
  await monitor.flush();
}

await write();
console.log("written");
while (true) await write();
