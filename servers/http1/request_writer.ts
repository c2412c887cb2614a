/**
 * Writes requests to a socket one after another; those of the same tick leave
 * in one write.
 */
export class RequestWriter {
  readonly #socket: Deno.Conn;
  #unsent: Uint8Array<ArrayBuffer>[] = [];
  #busy = false;
  #writing = Promise.resolve();

  /** Writes to `socket`, which somebody else closes. */
  constructor(socket: Deno.Conn) {
    this.#socket = socket;
  }

  /** Resolves when nothing is being written. */
  get idle(): Promise<void> {
    return this.#writing;
  }

  /** Sends bytes when their turn comes. */
  push(bytes: Uint8Array<ArrayBuffer>): void {
    this.#unsent.push(bytes);
    if (this.#busy) return;
    this.#busy = true;
    queueMicrotask(this.#start);
  }

  readonly #start = (): void => {
    this.#writing = this.#write();
  };

  async #write(): Promise<void> {
    try {
      while (this.#unsent.length > 0) {
        const bytes = this.#takeUnsent();
        let sent = await this.#socket.write(bytes);
        while (sent < bytes.length) {
          sent += await this.#socket.write(bytes.subarray(sent));
        }
      }
      this.#busy = false;
    } catch {
      // Whoever reads from the socket finds out too, after the answers that came
      // before: a server may refuse a long request before it has all of it. It
      // stays busy, so that nothing more is sent.
      this.#unsent = [];
    }
  }

  #takeUnsent(): Uint8Array<ArrayBuffer> {
    const unsent = this.#unsent;
    this.#unsent = [];
    if (unsent.length === 1) return unsent[0];
    const length = unsent.reduce((sum, bytes) => sum + bytes.length, 0);
    const joined = new Uint8Array(length);
    let end = 0;
    for (const bytes of unsent) {
      joined.set(bytes, end);
      end += bytes.length;
    }
    return joined;
  }
}
