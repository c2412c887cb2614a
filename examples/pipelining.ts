/**
 * Pipelining: what is asked of an answer leaves together with the question, so
 * that a chain of dependent calls is one round trip, however long it is.
 *
 *     deno run -A examples/pipelining.ts
 *     deno run -A examples/pipelining.ts --users 40
 */
import {
  createRpcConnection,
  formatCallTree,
  profileRpcCalls,
  RpcServer,
  type RpcTelemetry,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ShopService from "./shop/shop_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["users"],
  default: { users: "20" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: pipelining.ts [--users N]`,
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

// Each await is a round trip: the next step cannot leave before it is over.
const stepByStep = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    for (const id of ids) {
      using user = await root.getUser(id);
      using orders = await user.orders;
      using first = await orders.first;
      assertTotal(id, await first.total);
    }
    return telemetry;
  },
);

// Without an await in between, all steps leave in one frame.
const pipelined = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    for (const id of ids) {
      assertTotal(id, await root.getUser(id).orders.first.total);
    }
    return telemetry;
  },
);

// And chains that do not wait for each other may share it.
const together = await profileRpcCalls(
  connection,
  { print: false },
  async (profiled) => {
    const totals = await profiled.connection.batch((root) =>
      Promise.all(ids.map((id) => root.getUser(id).orders.first.total))
    );
    for (const [i, total] of totals.entries()) assertTotal(ids[i], total);
    return profiled.telemetry;
  },
);

console.log(formatCallTree(stepByStep));
report("step by step", stepByStep);
report("pipelined", pipelined);
report("in a batch", together);

function assertTotal(id: number, total: number): void {
  if (total !== id * 10) throw new Error(`user ${id} has a total of ${total}`);
}

function report(how: string, telemetry: RpcTelemetry): void {
  const { total_calls, network_round_trips } = telemetry.statistics();
  console.log(
    `${
      how.padEnd(12)
    }  calls: ${total_calls}, round trips: ${network_round_trips}`,
  );
}
