/**
 * Where the time of a service goes: profiles `custom_service/prime_service.ts`
 * and its caller under load, prints the functions that took most of it, and
 * looks whether either end keeps what it should let go of. The files that it
 * writes open in the "Performance" and "Memory" panels of Chrome's developer
 * tools.
 *
 *     deno run -A examples/cpu_profile.ts --calls 2000 --folder profiles
 */
import {
  checkForLeaks,
  createRpcConnection,
  formatProfileReport,
  Profiling,
  RpcServer,
  tablesOf,
  ThisProcess,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type PrimeService from "./custom_service/prime_service.ts";

const { calls, folder } = parseArgs(Deno.args, {
  string: ["calls", "folder"],
  default: { calls: "1000" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: cpu_profile.ts [--calls N] [--folder DIR]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./custom_service/prime_service.ts"),
  inspectable: true, // it gives the permission for that up before it serves
});
await using connection = await createRpcConnection<PrimeService>(server);
const { root } = connection;

async function call(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await root.isPrime(2_147_483_647);
}

await call(200); // V8 compiles what is called often, which is not of interest
await using profiling = await Profiling.start({ name: "isPrime", server });
await call(Number(calls));
const run = await profiling.stop();
const files = folder === undefined ? [] : await run.writeFiles(folder);

await using client = new ThisProcess(() => tablesOf([connection]));
const leak_check = await checkForLeaks({ client, server }, () => call(100));

console.log(formatProfileReport({ ...run.toJSON(), leak_check }));
for (const file of files) console.log(`wrote ${file}`);
if (!leak_check.passed) Deno.exit(1);
