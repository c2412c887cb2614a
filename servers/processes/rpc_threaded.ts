/**
 * The process of a threaded RPC server: one event loop serves all connections.
 *
 * @module
 */
import {
  acceptTls,
  type RpcConnection,
  type ServiceClass,
  tcpTransport,
  type Transport,
} from "../../rpc/mod.ts";
import { schedulerOf } from "../../rpc/scheduler.ts";
import { tablesOf } from "../inspection/table_sizes.ts";
import { serveConnection } from "./accepted_connection.ts";
import { answerQuestions } from "./answer_questions.ts";
import { parseSettings } from "./connection_settings.ts";
import { fail, listenOrFail, parseListenArguments } from "./listen.ts";
import { followParent, tellParent } from "./parent_channel.ts";
import { securityOf } from "./security_message.ts";
import { serviceClassOf, type ServiceModule } from "./service_class.ts";
import { listenForSockets } from "./socket_listener.ts";
import { messageOf } from "../../rpc/message_of.ts";

const { options, rest } = parseListenArguments(Deno.args);
const { hostname } = options;
const { security: kind, ...settings } = parseSettings(rest);
/** Orders the calls of all connections with each other. */
const scheduler = schedulerOf(settings.scheduler);
const connections = new Set<RpcConnection>();
const parent = followParent({
  receive: answerQuestions(() => tablesOf(connections)),
});

/** Serves the class that a module exports by default, for as long as the process runs. */
export async function serve(module: ServiceModule): Promise<void> {
  const service = serviceOrFail(module);
  const security = kind && securityOf(await parent.security);
  const connectionOptions = {
    ...settings,
    scheduler,
    security,
    service,
    opened,
  };
  const accept = (transport: Transport | Promise<Transport>) => {
    serveConnection(transport, connectionOptions);
  };
  if (security?.kind !== "encrypted") return await acceptPlain(accept);
  const { port } = await listenOrFail(options, (port) =>
    listenForSockets(
      hostname,
      port,
      (socket) => accept(acceptTls(socket, security)),
    ));
  tellParent({ kind: "ready", port });
}

async function acceptPlain(
  accept: (transport: Transport) => void,
): Promise<never> {
  const listener = await listenOrFail(
    options,
    (port) => Deno.listen({ hostname, port }),
  );
  tellParent({ kind: "ready", port: listener.addr.port });
  let isFailing = false;
  for (;;) {
    try {
      accept(tcpTransport(await listener.accept()));
      isFailing = false;
    } catch (error) {
      // Out of file descriptors, say: those who are connected go on. It is said once,
      // and not a hundred times a second.
      if (!isFailing) {
        console.error("cannot accept connections:", messageOf(error));
      }
      isFailing = true;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

async function opened(connection: RpcConnection): Promise<void> {
  connections.add(connection);
  await connection.closed;
  connections.delete(connection);
}

function serviceOrFail(module: ServiceModule): ServiceClass {
  try {
    return serviceClassOf(module);
  } catch (error) {
    return fail(messageOf(error));
  }
}
