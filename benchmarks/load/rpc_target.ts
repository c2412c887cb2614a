import {
  createRpcConnection,
  EMPTY_TABLES,
  tablesOf,
} from "../../servers/mod.ts";
import type { Target, TargetConnection } from "./target.ts";
import type {
  RpcTargetSpecification,
  TargetOptions,
} from "./target_specification.ts";

/** A target that calls one method of an RPC server; see {@linkcode openTarget}. */
export function rpcTarget(
  specification: RpcTargetSpecification,
  { timeout }: TargetOptions,
): Target {
  const { hostname, port, method, args = [], call } = specification;
  const sent = byteLength(args);
  return {
    async connect(): Promise<TargetConnection> {
      const connection = await createRpcConnection({
        hostname,
        port,
        timeout,
        connectTimeout: timeout,
        ...specification.connection,
      });
      let usable = true;
      connection.closed.then(() => usable = false);
      return {
        get usable() {
          return usable;
        },
        get tables() {
          return usable ? tablesOf([connection]) : EMPTY_TABLES;
        },
        async request() {
          const answer = await connection.call(method, args, call);
          return { sent, received: byteLength([answer]) };
        },
        [Symbol.asyncDispose]: () => connection.close(),
      };
    },
  };
}

/** The bytes of the byte arrays among some values: what else there is weighs little. */
function byteLength(values: readonly unknown[]): number {
  return values.reduce<number>(
    (sum, value) => value instanceof Uint8Array ? sum + value.byteLength : sum,
    0,
  );
}
