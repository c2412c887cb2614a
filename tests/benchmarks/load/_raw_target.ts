/** What a {@linkcode RawTarget} does with each connection. */
export type Treatment = (
  socket: Deno.Conn,
  /** Which connection it is, counted from 0. */
  index: number,
) => Promise<void>;

/** A server of bytes that does as badly as a test wants. */
export class RawTarget implements AsyncDisposable {
  readonly #listener: Deno.Listener;
  readonly #sockets = new Set<Deno.Conn>();
  readonly #serving: Promise<void>;
  readonly #treated = new Set<Promise<void>>();
  readonly port: number;

  constructor(treat: Treatment) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#listener = listener;
    this.port = listener.addr.port;
    this.#serving = this.#serve(treat);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const socket of this.#sockets) socket.close();
    await this.#serving;
    await Promise.all(this.#treated);
  }

  async #serve(treat: Treatment): Promise<void> {
    let index = 0;
    for await (const socket of this.#listener) {
      this.#sockets.add(socket);
      const treated = this.#treat(socket, treat(socket, index++));
      this.#treated.add(treated);
      treated.finally(() => this.#treated.delete(treated));
    }
  }

  async #treat(socket: Deno.Conn, treatment: Promise<void>): Promise<void> {
    try {
      await treatment;
    } catch (error) {
      // The client, or the end of the test, closed it.
      if (!isEnd(error)) throw error;
    }
    if (this.#sockets.delete(socket)) {
      try {
        socket.close();
      } catch (error) {
        if (!isEnd(error)) throw error;
      }
    }
  }
}

function isEnd(error: unknown): boolean {
  return [
    Deno.errors.BadResource,
    Deno.errors.BrokenPipe,
    Deno.errors.ConnectionReset,
    Deno.errors.ConnectionAborted,
    Deno.errors.Interrupted,
  ].some((kind) => error instanceof kind);
}

const BUFFER_LENGTH = 4096;

/** Answers each request of a connection with the same bytes. */
export async function answerAll(
  socket: Deno.Conn,
  answer: string,
): Promise<void> {
  const bytes = new TextEncoder().encode(answer);
  while (await socket.read(new Uint8Array(BUFFER_LENGTH)) !== null) {
    await socket.write(bytes);
  }
}

/** A port that nobody listens on. */
export function closedPort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}
