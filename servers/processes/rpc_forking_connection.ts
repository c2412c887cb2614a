/**
 * The process that serves one connection of a forking RPC server, and ends with
 * it.
 *
 * @module
 */
import { Socket } from "node:net";
import process from "node:process";
import {
  acceptTls,
  type RpcConnection,
  type Security,
  socketTransport,
} from "../../rpc/mod.ts";
import { tablesOf } from "../inspection/table_sizes.ts";
import { serveConnection, tellRefusal } from "./accepted_connection.ts";
import { answerSupervisor, type HandOver } from "./child_channel.ts";
import { parseSettings } from "./connection_settings.ts";
import { securityOf } from "./security_message.ts";
import { serviceClassOf, type ServiceModule } from "./service_class.ts";

/** Serves the class that a module exports by default on the socket that the parent sends. */
export async function serve(module: ServiceModule): Promise<void> {
  exitWithParent();
  const { security: _, ...settings } = parseSettings(Deno.args);
  const connections: RpcConnection[] = [];
  // Even while the client has not said anything, or never does.
  answerSupervisor(() => tablesOf(connections));
  try {
    const service = serviceClassOf(module);
    const { socket, security } = await receiveSocket();
    const transport = security?.kind === "encrypted"
      ? acceptTls(socket, security)
      : socketTransport(socket);
    await serveConnection(transport, {
      ...settings,
      security,
      service,
      opened: (connection) => connections.push(connection),
    });
  } catch (error) {
    tellRefusal(error);
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

/** What the supervisor hands over. */
interface HandedOver {
  readonly socket: Socket;
  readonly security: Security | undefined;
}

function receiveSocket(): Promise<HandedOver> {
  return new Promise((resolve, reject) => {
    process.once("message", (message: HandOver, socket) => {
      if (!(socket instanceof Socket)) {
        return reject(new Error("the parent sent no socket"));
      }
      const security = message === "open" ? undefined : securityOf(message);
      resolve({ socket, security });
    });
    process.send?.("listening", undefined, undefined, (error) => {
      // The server has ended meanwhile: there is nobody to serve any more.
      if (error !== null) Deno.exit(0);
    });
  });
}
