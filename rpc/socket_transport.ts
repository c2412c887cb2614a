import type { Socket } from "node:net";
import type { Transport } from "./transport.ts";

/** Received bytes that nobody has read yet; beyond this, the socket pauses. */
const MOST_UNREAD = 1024 * 1024;

/**
 * Carries a connection over a `node:net` socket, the only kind that one process
 * can hand to another. The socket may be paused; nothing that came is lost.
 *
 * @example Speak the protocol over a socket of Node's
 * ```ts
 * import { connect } from "node:net";
 * import { RpcConnection, socketTransport } from "@x/rpcbench/rpc";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * const socket = connect(server.port, server.hostname);
 * await using connection = await RpcConnection.open<BenchmarkService>(
 *   socketTransport(socket),
 * );
 * assertEquals(await connection.root.ping(), "pong");
 * ```
 */
export function socketTransport(socket: Socket): Transport {
  const unread: Uint8Array[] = [];
  let unreadLength = 0;
  let ended = false;
  let failure: Error | undefined;
  let wakeReader: (() => void) | undefined;

  socket.setNoDelay(true);
  socket.on("data", (chunk) => {
    const bytes = typeof chunk === "string"
      ? new TextEncoder().encode(chunk)
      : chunk;
    unread.push(bytes);
    unreadLength += bytes.length;
    if (unreadLength > MOST_UNREAD) socket.pause();
    wakeReader?.();
  });
  socket.on("error", (error) => {
    failure = error;
  });
  for (const event of ["end", "close"]) {
    socket.on(event, () => {
      ended = true;
      wakeReader?.();
    });
  }

  // A socket accepted with `pauseOnConnect` does not start to flow by itself.
  socket.resume();

  return {
    peer: `${socket.remoteAddress}:${socket.remotePort}`,
    async read(buffer) {
      while (unread.length === 0) {
        if (failure !== undefined) throw failure;
        if (ended) return null;
        await new Promise<void>((resolve) => wakeReader = resolve);
      }
      const [first] = unread;
      const taken = Math.min(first.length, buffer.length);
      buffer.set(first.subarray(0, taken));
      if (taken === first.length) unread.shift();
      else unread[0] = first.subarray(taken);
      unreadLength -= taken;
      if (socket.isPaused() && unreadLength <= MOST_UNREAD) socket.resume();
      return taken;
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(
          bytes,
          (error) => error ? reject(error) : resolve(bytes.length),
        );
      }),
    closeWrite: () => new Promise((resolve) => socket.end(() => resolve())),
    close: () => void socket.destroy(),
  };
}
