/**
 * Callbacks: a function that the client passes is called back over the same
 * connection while its call is under way. Each call back is a round trip of the
 * server's, and a chain of them waits for all of its links.
 *
 *     deno run -A examples/callbacks.ts
 */
import {
  createRpcConnection,
  formatCallTree,
  formatFindings,
  profileRpcCalls,
  RpcServer,
  type RpcTelemetry,
} from "@x/rpcbench";
import type ShopService from "./shop/shop_service.ts";
import type { Approve } from "./shop/shop_service.ts";

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./shop/shop_service.ts"),
});
await using connection = await createRpcConnection<ShopService>(server);
const ROWS = 100;

// Before: the server waits for the client after every row.
const byCallback = await profileRpcCalls(
  connection,
  { print: false },
  async ({ root, telemetry }) => {
    let seen = 0;
    await root.importRows(ROWS, (row) => void (seen = row));
    if (seen !== ROWS) throw new Error(`${seen} of ${ROWS} rows were seen`);
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
    for await (const row of await root.importing(ROWS)) seen = row;
    if (seen !== ROWS) throw new Error(`${seen} of ${ROWS} rows were seen`);
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
  const { answered_calls, max_depth, network_round_trips } = telemetry
    .statistics();
  console.log(
    `${
      how.padEnd(22)
    } ${network_round_trips} round trips, ${answered_calls} calls back, ${max_depth} deep`,
  );
}
