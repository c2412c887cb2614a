import { openSweepServer, type SweepServer } from "./sweep_server.ts";
import type { SweepSubject } from "./sweep_step.ts";

/** The servers of a sweep: each opens when it is first asked, and stays for what follows. */
export class SweepServers implements AsyncDisposable {
  readonly #open = new Map<string, SweepServer>();

  /** The server, opened if it is not; rejects if it cannot be. */
  async get(subject: SweepSubject): Promise<SweepServer> {
    const open = this.#open.get(subject.key) ?? await openSweepServer(subject);
    this.#open.set(subject.key, open);
    return open;
  }

  /** Lets go of a server that serves no longer: the next to ask for it gets a new one. */
  async drop({ key }: SweepSubject): Promise<void> {
    const open = this.#open.get(key);
    this.#open.delete(key);
    await open?.[Symbol.asyncDispose]();
  }

  /** Ends all servers that were started, and waits for that. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      Array.from(
        this.#open.values(),
        (server) => server[Symbol.asyncDispose](),
      ),
    );
  }
}
