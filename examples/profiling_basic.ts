/**
 * Where round trips go: a program that asks for users one by one, what
 * the profiler says of it, and two ways to ask once.
 *
 *     deno run -A examples/profiling_basic.ts
 *     deno run -A examples/profiling_basic.ts --users 200
 */
import {
  createRpcConnection,
  formatFindings,
  profileRpcCalls,
  RpcServer,
  type RpcTelemetry,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ShopService from "./shop/shop_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["users"],
  default: { users: "100" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: profiling_basic.ts [--users N]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./shop/shop_service.ts"),
});
await using connection = await createRpcConnection<ShopService>(server);
const ids = Array.from({ length: Number(flags.users) }, (_, i) => i + 1);

// Before: each turn of the loop waits for the network.
const before = await profileRpcCalls(
  connection,
  async ({ root, telemetry }) => {
    for (const id of ids) await root.getUserRecord(id);
    return telemetry;
  },
);
console.log(formatFindings(before.findings()));

// The first fix needs no change of the server.
const inBatch = await profileRpcCalls(
  connection,
  { print: false },
  async (profiled) => {
    await profiled.connection.batch((root) =>
      Promise.all(ids.map((id) => root.getUserRecord(id)))
    );
    return profiled.telemetry;
  },
);

// The second is a method that takes and returns all of them.
const atOnce = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    await root.getUserRecords(ids);
    return telemetry;
  },
);

report("one by one", before);
report("in a batch", inBatch);
report("all at once", atOnce);

function report(how: string, telemetry: RpcTelemetry): void {
  const { total_calls, network_round_trips } = telemetry.statistics();
  console.log(
    `${
      how.padEnd(12)
    }  calls: ${total_calls}, round trips: ${network_round_trips}`,
  );
}
