/**
 * What a connection needs of the thing that carries its bytes.
 *
 * The contract is that of a TCP socket: bytes arrive in order, in pieces of any
 * size. Whoever builds a transport owns it until it hands it to a connection;
 * from then on the connection closes it.
 */
export interface Transport {
  /** Where the other end is, for error messages: `"127.0.0.1:18812"`. */
  readonly peer: string;
  /**
   * Reads at least one byte into `buffer`, whose memory is not touched
   * afterwards. Resolves with the number of bytes read, or `null` at the end.
   */
  read(buffer: Uint8Array): Promise<number | null>;
  /**
   * Writes some or all of `bytes`, which must not change until this resolves
   * with how many were written.
   */
  write(bytes: Uint8Array): Promise<number>;
  /** Tells the other end that no more bytes will come; reading goes on. */
  closeWrite(): Promise<void>;
  /** Closes both directions at once; reads and writes under way end. */
  close(): void;
}

/**
 * Carries a connection over a TCP socket of Deno's own.
 *
 * Switches Nagle's algorithm off, since a small frame must not wait for the
 * next one.
 *
 * @example Speak the protocol over a socket of your own
 * ```ts
 * import { RpcConnection, tcpTransport } from "@x/rpcbench/rpc";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const socket = await Deno.connect(server);
 * await using connection = await RpcConnection.open<BenchmarkService>(
 *   tcpTransport(socket),
 * );
 * assertEquals(await connection.root.ping(), "pong");
 * ```
 */
export function tcpTransport(socket: Deno.TcpConn): Transport {
  socket.setNoDelay(true);
  const { hostname, port } = socket.remoteAddr;
  return {
    peer: `${hostname}:${port}`,
    read: (buffer) => socket.read(buffer),
    write: (bytes) => socket.write(bytes),
    closeWrite: () => socket.closeWrite(),
    close() {
      try {
        socket.close();
      } catch (error) {
        // The runtime closes a socket by itself when its peer resets it.
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    },
  };
}
