/**
 * The process of the HTTP server: one event loop serves all connections.
 *
 * @module
 */
import { createHttpApplication } from "../http_application.ts";
import { listenOrFail, parseListenArguments } from "./listen.ts";
import { EMPTY_TABLES } from "../inspection/table_sizes.ts";
import { answerQuestions } from "./answer_questions.ts";
import { followParent, tellParent } from "./parent_channel.ts";

let requestsInFlight = 0;
followParent({
  receive: answerQuestions(() => ({
    ...EMPTY_TABLES,
    calls_in_flight: requestsInFlight,
  })),
});
const { options } = parseListenArguments(Deno.args);
const { hostname } = options;
const application = createHttpApplication();
const server = await listenOrFail(
  options,
  (port) => Deno.serve({ hostname, port, onListen() {} }, handle),
);
tellParent({ kind: "ready", port: server.addr.port });

function handle(request: Request): Response | Promise<Response> {
  const response = application.fetch(request);
  if (response instanceof Response) return response;
  requestsInFlight++;
  return response.finally(() => requestsInFlight--);
}
