/**
 * The process of a threaded RPC server: one event loop serves all connections.
 *
 * @module
 */
import { RpcConnection, tcpTransport } from "../../rpc/mod.ts";
import { listenOrFail, parseListenArguments } from "./listen.ts";
import { loadService } from "./load_service.ts";
import { endWithParent, tellParent } from "./parent_channel.ts";

endWithParent();
const { options, rest: [serviceUrl] } = parseListenArguments(Deno.args);
const service = await loadService(serviceUrl);
const { hostname } = options;
const listener = await listenOrFail(
  options,
  (port) => Deno.listen({ hostname, port }),
);
tellParent({ kind: "ready", port: listener.addr.port });

for (;;) {
  try {
    serve(await listener.accept());
  } catch (error) {
    // Out of file descriptors, say: those who are connected go on.
    console.error("cannot accept a connection:", error);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function serve(socket: Deno.TcpConn): Promise<void> {
  try {
    const connection = await RpcConnection.open(tcpTransport(socket), {
      service,
    });
    await connection.closed;
  } catch (error) {
    console.error(
      "connection refused:",
      error instanceof Error ? error.message : error,
    );
  }
}
