/**
 * A call failed on the other end with an error that has no built-in class here.
 *
 * Its `name`, `message` and `cause` are those of the remote error, and
 * `remoteStack` is the stack as the other end saw it.
 *
 * @example Tell a remote failure from one on this side
 * ```ts
 * import { connect, RemoteError, RpcConnection, tcpTransport } from "@x/rpcbench/rpc";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * class Shop {
 *   buy(): void {
 *     throw Object.assign(new Error("no more"), { name: "SoldOutError" });
 *   }
 * }
 *
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const accepted = listener.accept().then((socket) =>
 *   RpcConnection.open(tcpTransport(socket), { service: Shop })
 * );
 * const { port } = listener.addr;
 * await using connection = await connect<Shop>({ port });
 * await using _served = await accepted;
 * const error = await assertRejects(() => connection.root.buy(), RemoteError);
 * assertEquals(error.name, "SoldOutError");
 * ```
 */
export class RemoteError extends Error {
  /** The stack on the other end; empty when it sent none. */
  readonly remoteStack: string;

  /** Takes the remote error's own name, message and stack. */
  constructor(
    name: string,
    message: string,
    remoteStack: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = name;
    this.remoteStack = remoteStack;
  }
}

/** The connection ended while a call was in flight, or before it was made. */
export class ConnectionLostError extends Error {
  /** Tells it from other errors, on both ends. */
  override readonly name = "ConnectionLostError";
}

/** No reply came within the call's timeout; the call was cancelled. */
export class CallTimeoutError extends Error {
  /** Tells it from other errors, on both ends. */
  override readonly name = "CallTimeoutError";
}

/**
 * The other end broke the protocol, went past a limit, or does not speak the
 * protocol at all. The connection is closed.
 */
export class ProtocolError extends Error {
  /** Tells it from other errors, on both ends. */
  override readonly name = "ProtocolError";
}

/**
 * The two ends of a connection are not sure of each other: one has another key
 * or none, or a certificate that the other does not trust. No call went through.
 *
 * @example Connect with the wrong key
 * ```ts
 * import { SecurityError } from "@x/rpcbench/rpc";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertRejects } from "@std/assert";
 *
 * const kind = "authenticated";
 * const [key, other] = [1, 2].map((byte) => new Uint8Array(32).fill(byte));
 *
 * await using server = await RpcServer.start({
 *   port: 0,
 *   security: { kind, key },
 * });
 * const { port } = server;
 * await assertRejects(
 *   () => createRpcConnection({ port, security: { kind, key: other } }),
 *   SecurityError,
 * );
 * ```
 */
export class SecurityError extends Error {
  /** Tells it from other errors. */
  override readonly name = "SecurityError";
}
