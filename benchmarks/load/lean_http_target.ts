import { HttpConnection, PreparedRequest } from "../../servers/mod.ts";
import { requireSuccess } from "./http_status.ts";
import type { Target, TargetConnection } from "./target.ts";
import type { HttpTargetSpecification } from "./target_specification.ts";

/**
 * A target that makes an HTTP request with as little in the way as can be; see
 * {@linkcode openTarget}.
 */
export function leanHttpTarget(
  specification: HttpTargetSpecification,
): Target {
  const { url, method, headers, body, caCerts } = specification;
  const prepared = new PreparedRequest(url, { method, headers, body });
  const sent = body?.byteLength ?? 0;
  return {
    async connect(signal): Promise<TargetConnection> {
      const connection = await HttpConnection.open(url, { caCerts, signal });
      return {
        get usable() {
          return !connection.closed;
        },
        async request() {
          const answer = await connection.send(prepared);
          requireSuccess(specification, answer.status);
          return { sent, received: answer.bodyLength };
        },
        [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
      };
    },
  };
}
