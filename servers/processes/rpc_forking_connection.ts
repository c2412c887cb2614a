/**
 * The process that serves one connection of a forking RPC server, and ends with
 * it.
 *
 * @module
 */
import { Socket } from "node:net";
import process from "node:process";
import { RpcConnection, socketTransport } from "../../rpc/mod.ts";
import { loadService } from "./load_service.ts";

const [serviceUrl] = Deno.args;
const socket = receiveSocket();
process.on("disconnect", () => Deno.exit(0));
const service = await loadService(serviceUrl);
try {
  const transport = socketTransport(await socket);
  const connection = await RpcConnection.open(transport, { service });
  await connection.closed;
} catch (error) {
  console.error(
    "connection refused:",
    error instanceof Error ? error.message : error,
  );
}
Deno.exit(0);

function receiveSocket(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    process.once("message", (_message, handle) => {
      if (handle instanceof Socket) resolve(handle);
      else reject(new Error("the parent sent no socket"));
    });
    process.send?.("listening");
  });
}
