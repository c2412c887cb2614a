/**
 * Callbacks: a function that the client passes is called back over the same
 * connection while its call is under way. Each call back is a round trip of the
 * server's, and a chain of them waits for all of its links.
 *
 *     deno run -A examples/callbacks.ts
 *     deno run -A examples/callbacks.ts --rows 200
 */
import {
  createRpcConnection,
  formatCallTree,
  formatFindings,
  profileRpcCalls,
  RpcServer,
  type RpcTelemetry,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ShopService from "./shop/shop_service.ts";
import type { Approve } from "./shop/shop_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["rows"],
  default: { rows: "100" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: callbacks.ts [--rows N]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./shop/shop_service.ts"),
});
await using connection = await createRpcConnection<ShopService>(server);
const rows = Number(flags.rows);

// Before: the server waits for the client after every row.
const byCallback = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    let seen = 0;
    await root.importRows(rows, (row) => void (seen = row));
    if (seen !== rows) throw new Error(`${seen} of ${rows} rows were seen`);
    return telemetry;
  },
);
console.log(formatCallTree(byCallback), "\n");

// After: a stream says the same without waiting, as fast as it is read.
const byStream = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    let seen = 0;
    for await (const row of await root.importing(rows)) seen = row;
    if (seen !== rows) throw new Error(`${seen} of ${rows} rows were seen`);
    return telemetry;
  },
);

// Before: each link of the chain waits for the next one, to and fro.
const nested = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    const approve: Approve = (amount) => root.approve(amount, approve);
    if (!await root.approve(4, approve)) throw new Error("not approved");
    return telemetry;
  },
);
console.log(formatCallTree(nested), "\n");
console.log(formatFindings(nested.findings()), "\n");

// After: one call decides for all.
const flat = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    if (!await root.approveAll([4, 3, 2, 1])) throw new Error("not approved");
    return telemetry;
  },
);

report("callback for each row", byCallback);
report("stream of rows", byStream);
report("chain of approvals", nested);
report("all approvals at once", flat);

function report(how: string, telemetry: RpcTelemetry): void {
  const statistics = telemetry.statistics();
  const { answered_calls, max_depth, network_round_trips } = statistics;
  console.log(
    `${
      how.padEnd(21)
    }  round trips: ${network_round_trips}, calls back: ${answered_calls}, depth: ${max_depth}`,
  );
}
