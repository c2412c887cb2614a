/**
 * The process of the HTTP server: one event loop serves all connections.
 *
 * @module
 */
import { createHttpApplication } from "../http_application.ts";
import { listenOrFail, parseListenArguments } from "./listen.ts";
import { endWithParent, tellParent } from "./parent_channel.ts";

endWithParent();
const { options } = parseListenArguments(Deno.args);
const { hostname } = options;
const application = createHttpApplication();
const server = await listenOrFail(
  options,
  (port) => Deno.serve({ hostname, port, onListen() {} }, application.fetch),
);
tellParent({ kind: "ready", port: server.addr.port });
