/**
 * The process that serves one connection of a forking RPC server, and ends with
 * it.
 *
 * @module
 */
import { Socket } from "node:net";
import process from "node:process";
import { RpcConnection, socketTransport } from "../../rpc/mod.ts";
import { tablesOf } from "../inspection/table_sizes.ts";
import { answerSupervisor } from "./child_channel.ts";
import { serviceClassOf, type ServiceModule } from "./service_class.ts";

/** Serves the class that a module exports by default on the socket that the parent sends. */
export async function serve(module: ServiceModule): Promise<void> {
  exitWithParent();
  try {
    const service = serviceClassOf(module);
    const transport = socketTransport(await receiveSocket());
    const connection = await RpcConnection.open(transport, { service });
    answerSupervisor(() => tablesOf([connection]));
    await connection.closed;
  } catch (error) {
    console.error(
      "connection refused:",
      error instanceof Error ? error.message : error,
    );
  }
  Deno.exit(0);
}

/**
 * Ends this process when the parent closes its standard input, as the operating
 * system does for one that dies. The channel would not do: its "disconnect" does
 * not come if the parent left something unread in it.
 */
async function exitWithParent(): Promise<void> {
  const bytes = new Uint8Array(64);
  while (await Deno.stdin.read(bytes) !== null);
  Deno.exit(0);
}

function receiveSocket(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    process.once("message", (_message, handle) => {
      if (handle instanceof Socket) resolve(handle);
      else reject(new Error("the parent sent no socket"));
    });
    process.send?.("listening");
  });
}
