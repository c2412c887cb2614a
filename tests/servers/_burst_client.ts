/**
 * Stops a forking server while it starts processes for connections. What this
 * prints on standard error is what they have to say about that.
 *
 * @module
 */
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import { pause } from "./_process_tree.ts";

const server = await RpcServer.start({ mode: "forking", port: 0 });
const connections = Promise.allSettled(Array.from({ length: 24 }, async () => {
  await using _connection = await createRpcConnection(server);
}));
await pause(0.4);
await server.stop();
await connections;
