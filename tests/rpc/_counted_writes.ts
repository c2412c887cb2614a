import type { Transport } from "../../rpc/mod.ts";

/** A transport that counts what the operating system is asked to write. */
export class CountedWrites implements Transport {
  writes = 0;
  readonly peer: string;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.peer = transport.peer;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    return this.#transport.read(buffer);
  }

  write(bytes: Uint8Array): Promise<number> {
    this.writes++;
    return this.#transport.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#transport.closeWrite();
  }

  close(): void {
    this.#transport.close();
  }
}
