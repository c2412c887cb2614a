import { once } from "node:events";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { requireSeconds, timerDelay } from "./arguments.ts";
import { SecurityError } from "./errors.ts";
import { type EncryptedSecurity, requireSecurity } from "./security.ts";
import { socketTransport } from "./socket_transport.ts";
import { explainTlsFailure } from "./tls_failure.ts";
import type { Transport } from "./transport.ts";

// Why `node:tls` at both ends, as tried on Deno 2.9.6:
//
// - `Deno.listenTls` asks no client for a certificate, and neither it nor
//   `Deno.connectTls` can refuse TLS 1.2. Sockets of theirs cannot be handed to
//   another process, and have no `setNoDelay`: a handshake took 44 ms, not 2.
//   Authorities given to `connectTls` only add to those that Deno trusts.
// - `new TLSSocket(socket, { isServer: true, requestCert: true })` takes any
//   certificate, expired or of an unknown authority: its caller is to check.
// - A `tls.Server` does check, wherever its socket comes from, be it from another
//   process: it turns away those without a certificate, and those with one that
//   has expired, is for servers only, or comes from elsewhere than `ca`.
// - `tls.connect` trusts `ca` alone, and checks dates, names and addresses.
//
// So certificates prove both ends, and no key is needed inside of TLS.
const STRICT = { minVersion: "TLSv1.3", rejectUnauthorized: true } as const;

/** Where {@linkcode connectTls} connects. */
export interface TlsConnectOptions {
  /** The server's name or address. */
  readonly hostname: string;
  /** The server's port. */
  readonly port: number;
  /** What this end shows, and whom it trusts. */
  readonly security: EncryptedSecurity;
  /** Seconds until a peer that does not shake hands is given up. Default 10. */
  readonly timeout?: number;
}

/**
 * Connects by TLS to a server, and makes sure of it. Whether the server takes this
 * end's certificate shows when the first bytes are read.
 *
 * @throws {SecurityError} if this end does not trust the server.
 * @throws {RangeError} for credentials that no one would take.
 */
export async function connectTls(
  { hostname, port, security, timeout = 10 }: TlsConnectOptions,
): Promise<Transport> {
  requireSeconds("connectTimeout", timeout);
  await requireSecurity(security);
  // Only who encrypts waits for this module to load.
  const { checkServerIdentity, connect } = await import("node:tls");
  const { serverName = hostname } = security;
  const peer = `${hostname}:${port}`;
  const socket = connect({
    ...STRICT,
    ...credentials(security),
    host: hostname,
    port,
    checkServerIdentity(_, certificate) {
      const cause = checkServerIdentity(serverName, certificate);
      if (cause === undefined) return undefined;
      return new SecurityError(
        `${peer} has no certificate for ${serverName}, but for ${certificate.subjectaltname}`,
        { cause },
      );
    },
  });
  const timer = setTimeout(
    () =>
      socket.destroy(
        new SecurityError(`${peer} did not answer by TLS within ${timeout} s`),
      ),
    timerDelay(timeout * 1000),
  );
  try {
    await once(socket, "secureConnect");
  } catch (error) {
    socket.destroy();
    throw explainTlsFailure(peer, error);
  } finally {
    clearTimeout(timer);
  }
  return untilHeard(socketTransport(socket));
}

/**
 * Shakes hands by TLS with who has connected to this end, and makes sure of it.
 * The socket may be paused; it is closed if this fails.
 *
 * @throws {SecurityError} if either end does not trust the other.
 * @throws {RangeError} for credentials that no one would take.
 *
 * @example Accept a connection by hand
 * ```ts
 * import { createServer } from "node:net";
 * import { acceptTls, connect, RpcConnection } from "@x/rpcbench/rpc";
 * import { createTestCredentials } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * class Adder {
 *   add(a: number, b: number): number {
 *     return a + b;
 *   }
 * }
 *
 * const { client, server } = await createTestCredentials();
 * const listener = createServer({ pauseOnConnect: true }, async (socket) => {
 *   const transport = await acceptTls(socket, server);
 *   await RpcConnection.open(transport, { service: Adder });
 * });
 * const port = await new Promise<number>((resolve) =>
 *   listener.listen(0, "127.0.0.1", () => {
 *     const address = listener.address();
 *     if (typeof address === "object" && address) resolve(address.port);
 *   })
 * );
 * await using connection = await connect<Adder>({ port, security: client });
 * assertEquals(await connection.root.add(1, 2), 3);
 * listener.close();
 * ```
 */
export async function acceptTls(
  socket: Socket,
  security: EncryptedSecurity,
  timeout = 10,
): Promise<Transport> {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`;
  try {
    requireSeconds("timeout", timeout);
    await requireSecurity(security);
    const { createServer } = await import("node:tls");
    const secured = await new Promise<TLSSocket>((resolve, reject) => {
      const server = createServer({
        ...STRICT,
        ...credentials(security),
        requestCert: true,
        handshakeTimeout: timerDelay(timeout * 1000),
      }, resolve);
      server.once(
        "tlsClientError",
        (error, { authorizationError }) =>
          reject(explainTlsFailure(peer, error, authorizationError)),
      );
      // It listens nowhere: this is how a server is given a socket.
      server.emit("connection", socket);
    });
    // It would not have come so far; but all the rest relies on this.
    if (!secured.authorized) throw new SecurityError(`${peer} is not trusted`);
    // A client that is gone by now has left no address.
    return { ...socketTransport(secured), peer };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function credentials(
  { authorities, certificate, privateKey }: EncryptedSecurity,
): { ca: string; cert: string; key: string } {
  return { ca: authorities, cert: certificate, key: privateKey };
}

/**
 * In TLS 1.3 a client is done before the server has looked at its certificate:
 * that it was not taken shows as an end before the first byte.
 */
function untilHeard(transport: Transport): Transport {
  let heard = false;
  async function readFirst(buffer: Uint8Array): Promise<number> {
    let read: number | null;
    try {
      read = await transport.read(buffer);
    } catch (error) {
      throw explainTlsFailure(transport.peer, error);
    }
    if (read === null) {
      throw new SecurityError(
        `${transport.peer} closed the connection as soon as it saw this end's certificate`,
      );
    }
    heard = true;
    return read;
  }
  return {
    ...transport,
    read: (buffer) => heard ? transport.read(buffer) : readFirst(buffer),
  };
}
