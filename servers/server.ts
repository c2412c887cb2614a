import { hostInUrl } from "./_host_in_url.ts";
import type { ServerProcess } from "./server_process.ts";

/**
 * A server in a Deno subprocess of its own. It is disposed of with its whole
 * process tree, and ends by itself if this process dies, by whatever means.
 */
export abstract class Server implements AsyncDisposable {
  /** The address that it listens on. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Resolves when the server has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;
  readonly #process: ServerProcess;

  /** Takes over a subprocess that serves. */
  protected constructor(process: ServerProcess) {
    this.hostname = process.hostname;
    this.port = process.port;
    this.exited = process.exited;
    this.#process = process;
  }

  /** Where it listens, as `"127.0.0.1:18812"` or `"[::1]:18812"`. */
  get address(): string {
    return `${hostInUrl(this.hostname)}:${this.port}`;
  }

  /** The id of the server's process; a forking server's supervisor. */
  get pid(): number {
    return this.#process.pid;
  }

  /** The ids of all processes of the server that run now. */
  processIds(): readonly number[] {
    return this.#process.processIds();
  }

  /** Ends the server with all its processes, and waits for that. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** Ends the server with all its processes, and waits for that. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
