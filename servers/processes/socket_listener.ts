import type { Server, Socket } from "node:net";

/**
 * Listens for sockets of `node:net`, and hands each to `take` before it is read.
 *
 * Once it has run out of file descriptors, a `node:net` server of Deno 2.9.6
 * accepts nobody any more, even when there are some again, and does not say so;
 * `Deno.listen` goes on.
 */
export async function listenForSockets(
  hostname: string,
  port: number,
  take: (socket: Socket) => void,
): Promise<{ readonly port: number }> {
  // A server that needs no such sockets starts without waiting for the module.
  const { createServer } = await import("node:net");
  const server = createServer({ pauseOnConnect: true, noDelay: true }, take);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  return { port: portOf(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address !== null && typeof address === "object") return address.port;
  throw new TypeError(`${address} is no TCP address`);
}
