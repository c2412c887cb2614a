/**
 * A program that starts servers and keeps them, with calls under way, until it
 * is killed. Its arguments say with what: `idle`, `busy`, or the URL of a
 * service.
 *
 * @module
 */
import {
  type BenchmarkService,
  createRpcConnection,
  RpcServer,
  type RpcServerMode,
} from "../../servers/mod.ts";
import type { RpcConnection } from "../../rpc/mod.ts";
import { pause } from "./_process_tree.ts";
import { SERVER_KINDS } from "./_server_kinds.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];
const connections: RpcConnection<BenchmarkService>[] = [];

// What a server does about Ctrl-C shows only where its parent does nothing.
Deno.addSignalListener("SIGINT", () => {});

const [work] = Deno.args;
if (work === "idle" || work === "busy") {
  for (const { name, start } of SERVER_KINDS) {
    const server = await start();
    if (!name.startsWith("rpc_")) continue;
    connections.push(
      await createRpcConnection(server),
      await createRpcConnection(server),
    );
  }
  if (work === "busy") connections.forEach(keepBusy);
} else {
  for (const mode of MODES) RpcServer.start({ mode, service: work, port: 0 });
}
console.log("started");
await pause(600);

/** With calls that the server gets to nothing else between. */
function keepBusy({ root }: RpcConnection<BenchmarkService>): void {
  for (let calls = 0; calls < 100; calls++) root.compute(94_906_265);
}
