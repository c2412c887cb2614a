import {
  type ConnectionOptions,
  RpcConnection,
  type Security,
  type Transport,
} from "../../rpc/mod.ts";

/** How a server opens the connections that it accepts. */
export interface AcceptedConnectionOptions extends ConnectionOptions {
  /** What the client must prove, and this end too; TLS has done so already. */
  readonly security: Security | undefined;
  /** Hears of a connection that calls can go over. */
  readonly opened: (connection: RpcConnection) => void;
}

/** Serves a connection until it ends, and prints why if it is refused. */
export async function serveConnection(
  accepted: Transport | Promise<Transport>,
  { opened, security, ...options }: AcceptedConnectionOptions,
): Promise<void> {
  try {
    const connection = await RpcConnection.open(await accepted, {
      ...options,
      authentication: security?.kind === "authenticated"
        ? { key: security.key, role: "server" }
        : undefined,
    });
    opened(connection);
    await connection.closed;
  } catch (error) {
    tellRefusal(error);
  }
}

/** Says why a connection came to nothing. */
export function tellRefusal(error: unknown): void {
  console.error(
    "connection refused:",
    error instanceof Error ? error.message : error,
  );
}
