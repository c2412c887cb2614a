/**
 * The process of a threaded RPC server: one event loop serves all connections.
 *
 * @module
 */
import {
  RpcConnection,
  type ServiceClass,
  tcpTransport,
} from "../../rpc/mod.ts";
import { fail, listenOrFail, parseListenArguments } from "./listen.ts";
import { tablesOf } from "../inspection/table_sizes.ts";
import { answerQuestions } from "./answer_questions.ts";
import { followParent, tellParent } from "./parent_channel.ts";
import { serviceClassOf, type ServiceModule } from "./service_class.ts";

const connections = new Set<RpcConnection>();
followParent({ receive: answerQuestions(() => tablesOf(connections)) });

/** Serves the class that a module exports by default, for as long as the process runs. */
export async function serve(module: ServiceModule): Promise<void> {
  const service = serviceOrFail(module);
  const { options } = parseListenArguments(Deno.args);
  const { hostname } = options;
  const listener = await listenOrFail(
    options,
    (port) => Deno.listen({ hostname, port }),
  );
  tellParent({ kind: "ready", port: listener.addr.port });
  for (;;) {
    try {
      serveConnection(await listener.accept(), service);
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
  service: ServiceClass,
): Promise<void> {
  try {
    const connection = await RpcConnection.open(tcpTransport(socket), {
      service,
    });
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
