import { requireSuccess } from "./http_status.ts";
import type { Target, TargetConnection } from "./target.ts";
import type { HttpTargetSpecification } from "./target_specification.ts";

/**
 * A target that makes an HTTP request by `fetch`, as applications do; see
 * {@linkcode openTarget}. Each connection has a client, and so a socket, of its
 * own; `fetch` connects only by a request, so there is one that is not measured.
 */
export function fetchTarget(
  specification: HttpTargetSpecification,
): Target {
  const { url, method = "GET", headers, body, caCerts = [] } = specification;
  const sent = body?.byteLength ?? 0;
  const init: RequestInit = {
    method,
    headers,
    body,
    // Where it leads to is another target.
    redirect: "manual",
  };
  // Complains of what is wrong before any load.
  new Request(url, init);
  return {
    mostInFlight: 1,
    async connect(signal): Promise<TargetConnection> {
      const client = Deno.createHttpClient({
        poolMaxIdlePerHost: 1,
        http2: false,
        caCerts: [...caCerts],
      });
      const end = new AbortController();
      const ask = (signal = end.signal) =>
        fetch(url, { ...init, client, signal });
      const connection: TargetConnection = {
        async request() {
          const response = await ask();
          const { byteLength: received } = await response.arrayBuffer();
          requireSuccess(specification, response.status);
          return { sent, received };
        },
        // Needs no promise of its own, but must be one.
        // deno-lint-ignore require-await
        async [Symbol.asyncDispose]() {
          end.abort(new Error("the connection is closed"));
          client.close();
        },
      };
      try {
        // Whatever the answer, there is a connection.
        await (await ask(signal)).arrayBuffer();
        return connection;
      } catch (error) {
        await connection[Symbol.asyncDispose]();
        throw error;
      }
    },
  };
}
