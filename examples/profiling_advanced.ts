/**
 * What remote objects cost: reading properties one by one, and never letting go.
 * Sections of the program are counted apart, and the views of the profiler show
 * what happened.
 *
 *     deno run -A examples/profiling_advanced.ts
 *     deno run -A examples/profiling_advanced.ts --users 100
 */
import {
  createProfiledConnection,
  formatCallTree,
  formatFindings,
  formatReferenceReport,
  formatTimeline,
  mark,
  obtain,
  RpcServer,
  RpcTelemetry,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ShopService from "./shop/shop_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["users"],
  default: { users: "50" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: profiling_advanced.ts [--users N]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./shop/shop_service.ts"),
});
const telemetry = new RpcTelemetry({ slowCallThreshold: 0.05 });
await using profiled = await createProfiledConnection<ShopService>({
  port: server.port,
  telemetry,
});
const ids = Array.from({ length: Number(flags.users) }, (_, i) => i + 1);

// Before: four round trips a user, and users that the server must keep.
await mark.section("by reference", async () => {
  for (const id of ids) {
    const user = await profiled.root.getUser(id);
    await user.name;
    await user.email;
    await user.status;
  }
});
console.log(formatFindings(telemetry.findings()), "\n");

// The fix where the server cannot be changed: a copy, asked for in one go.
await mark.section("obtained", async () => {
  for (const id of ids) {
    const { name, email, status } = await obtain(profiled.root.getUser(id));
    if (!email || !status) throw new Error(`${name} is incomplete`);
  }
});

// A reference that is needed: held by `using`, it is given back at the end.
await mark.section("by reference, released", async () => {
  for (const id of ids) {
    using user = await profiled.root.getUser(id);
    await user.name;
  }
});

// The fix where it can: plain data, for all at once.
await mark.section("plain data", async () => {
  await profiled.root.getUserRecords(ids);
});

console.log(formatCallTree(telemetry, { maxDepth: 2 }), "\n");
console.log(formatTimeline(telemetry, { width: 80 }), "\n");
console.log(formatReferenceReport(telemetry), "\n");
for (const section of telemetry.sections()) {
  const { name, total_calls, network_round_trips, references_created } =
    section;
  console.log(
    `${
      name.padEnd(22)
    }  calls: ${total_calls}, round trips: ${network_round_trips}, references: ${references_created}`,
  );
}
