import { bytesOf } from "./_parse.ts";

/** One connection of a client, as a script of the test sees it. */
export class ScriptedPeer {
  readonly #socket: Deno.Conn;
  #received = "";

  constructor(socket: Deno.Conn) {
    this.#socket = socket;
  }

  /** Resolves once so many heads of requests have come; with all that came. */
  async requests(count = 1): Promise<string> {
    const buffer = new Uint8Array(64 * 1024);
    while (this.#received.split("\r\n\r\n").length <= count) {
      const read = await this.#socket.read(buffer);
      if (read === null) throw new Error("the client closed");
      this.#received += new TextDecoder().decode(buffer.subarray(0, read));
    }
    return this.#received;
  }

  /** Resolves when the client has closed. */
  async end(): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    try {
      while (await this.#socket.read(buffer) !== null);
    } catch (error) {
      // A client that closes with bytes unread resets the connection.
      if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
    }
  }

  /** Sends each character as one byte. */
  async send(text: string): Promise<void> {
    const bytes = bytesOf(text);
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#socket.write(bytes.subarray(sent));
    }
  }
}

/** A server that does on each connection what a script says, then closes it. */
export class ScriptedServer implements AsyncDisposable {
  readonly #listener: Deno.Listener;
  readonly #accepting: Promise<void>;
  readonly #scheme: string;
  connections = 0;

  constructor(
    script: (peer: ScriptedPeer) => Promise<void>,
    tls?: Deno.TlsCertifiedKeyPem,
  ) {
    const address = { hostname: "127.0.0.1", port: 0 };
    this.#scheme = tls === undefined ? "http" : "https";
    this.#listener = tls === undefined
      ? Deno.listen(address)
      : Deno.listenTls({ ...address, ...tls });
    this.#accepting = this.#accept(script);
  }

  get url(): string {
    const { addr } = this.#listener;
    if (addr.transport !== "tcp") throw new TypeError("it listens on TCP");
    return `${this.#scheme}://127.0.0.1:${addr.port}`;
  }

  /** Resolves, with what went wrong in a script if that did, when all have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
  }

  async #accept(
    script: (peer: ScriptedPeer) => Promise<void>,
  ): Promise<void> {
    const running: Promise<void>[] = [];
    for await (const socket of this.#listener) {
      this.connections++;
      running.push(serve(socket, script));
    }
    await Promise.all(running);
  }
}

async function serve(
  socket: Deno.Conn,
  script: (peer: ScriptedPeer) => Promise<void>,
): Promise<void> {
  using _socket = socket;
  await script(new ScriptedPeer(socket));
}
