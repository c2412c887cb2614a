/**
 * The process of a threaded RPC server: one event loop serves all connections.
 *
 * @module
 */
import {
  type ConnectionOptions,
  RpcConnection,
  type ServiceClass,
  tcpTransport,
} from "../../rpc/mod.ts";
import { schedulerOf } from "../../rpc/scheduler.ts";
import { parseSettings } from "./connection_settings.ts";
import { fail, listenOrFail, parseListenArguments } from "./listen.ts";
import { tablesOf } from "../inspection/table_sizes.ts";
import { answerQuestions } from "./answer_questions.ts";
import { followParent, tellParent } from "./parent_channel.ts";
import { serviceClassOf, type ServiceModule } from "./service_class.ts";

const { options, rest } = parseListenArguments(Deno.args);
const settings = parseSettings(rest);
/** Orders the calls of all connections with each other. */
const scheduler = schedulerOf(settings.scheduler);
const connections = new Set<RpcConnection>();
followParent({
  receive: answerQuestions(() => tablesOf(connections, scheduler)),
});

/** Serves the class that a module exports by default, for as long as the process runs. */
export async function serve(module: ServiceModule): Promise<void> {
  const service = serviceOrFail(module);
  const { hostname } = options;
  const connectionOptions = { ...settings, scheduler, service };
  const listener = await listenOrFail(
    options,
    (port) => Deno.listen({ hostname, port }),
  );
  tellParent({ kind: "ready", port: listener.addr.port });
  for (;;) {
    try {
      serveConnection(await listener.accept(), connectionOptions);
    } catch (error) {
      // Out of file descriptors, say: those who are connected go on.
      console.error("cannot accept a connection:", error);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function serviceOrFail(module: ServiceModule): ServiceClass {
  try {
    return serviceClassOf(module);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

async function serveConnection(
  socket: Deno.TcpConn,
  options: ConnectionOptions,
): Promise<void> {
  try {
    const transport = tcpTransport(socket);
    const connection = await RpcConnection.open(transport, options);
    connections.add(connection);
    await connection.closed;
    connections.delete(connection);
  } catch (error) {
    console.error(
      "connection refused:",
      error instanceof Error ? error.message : error,
    );
  }
}
