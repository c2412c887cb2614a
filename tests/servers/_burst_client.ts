/**
 * Stops forking servers while they start processes for connections. What this
 * prints on standard error is what those have to say about that.
 *
 * @module
 */
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import { pause } from "./_process_tree.ts";

for (const seconds of [0.3, 0.5, 0.8]) {
  const server = await RpcServer.start({ mode: "forking", port: 0 });
  const connections = Promise.allSettled(
    Array.from({ length: 24 }, async () => {
      await using _connection = await createRpcConnection(server);
    }),
  );
  await pause(seconds);
  await server.stop();
  await connections;
}
