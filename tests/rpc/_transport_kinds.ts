import { once } from "node:events";
import {
  connect as connectSocket,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import {
  socketTransport,
  tcpTransport,
  type Transport,
} from "../../rpc/mod.ts";

/** Waits for connections on a free port of this machine. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** The transport of the next one who connects. */
  accept(): Promise<Transport>;
}

/** A way to carry bytes; what holds over one must hold over each. */
export interface TransportKind {
  readonly name: string;
  listen(): Promise<Listening>;
  connect(port: number): Promise<Transport>;
}

export const TCP: TransportKind = {
  name: "Deno socket",
  listen() {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return Promise.resolve({
      port: listener.addr.port,
      accept: async () => tcpTransport(await listener.accept()),
      async [Symbol.asyncDispose]() {
        await Promise.resolve(listener.close());
      },
    });
  },
  async connect(port) {
    return tcpTransport(await Deno.connect({ hostname: "127.0.0.1", port }));
  },
};

export const NODE: TransportKind = {
  name: "node:net socket",
  async listen() {
    const waiting: PromiseWithResolvers<Socket>[] = [];
    const accepted: Socket[] = [];
    // As the forking server has it: what is handed over must not be read before.
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      const next = waiting.shift();
      if (next === undefined) accepted.push(socket);
      else next.resolve(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      port: portOf(server),
      async accept() {
        const next = Promise.withResolvers<Socket>();
        const first = accepted.shift();
        if (first === undefined) waiting.push(next);
        else next.resolve(first);
        return socketTransport(await next.promise);
      },
      async [Symbol.asyncDispose]() {
        server.close();
        await once(server, "close");
      },
    };
  },
  async connect(port) {
    const socket = connectSocket({ host: "127.0.0.1", port });
    await once(socket, "connect");
    return socketTransport(socket);
  },
};

export const TRANSPORT_KINDS: readonly TransportKind[] = [TCP, NODE];

/** The port that a server of `node:net` listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address !== null && typeof address === "object") return address.port;
  throw new TypeError("a TCP server has an address with a port");
}
