import { hostInUrl } from "./_host_in_url.ts";
import {
  type EventLoopWatches,
  OtherProcesses,
} from "./inspection/other_processes.ts";
import type {
  Inspectable,
  ProcessProfile,
  ProcessState,
  ProfileSettings,
  StateOptions,
} from "./inspection/process_profile.ts";
import type { ServerProcess } from "./server_process.ts";

/**
 * A server in a Deno subprocess of its own. It is disposed of with its whole
 * process tree, and ends by itself if this process dies, by whatever means.
 */
export abstract class Server implements Inspectable, AsyncDisposable {
  /** The address that it listens on. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Resolves when the server has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;
  readonly #process: ServerProcess;
  readonly #processes: OtherProcesses;

  /** Takes over a subprocess that serves. */
  protected constructor(process: ServerProcess) {
    this.hostname = process.hostname;
    this.port = process.port;
    this.exited = process.exited;
    this.#process = process;
    this.#processes = new OtherProcesses(
      process.name,
      (question) => process.ask(question),
    );
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

  /**
   * Starts a profile of each process that runs now. Rejects unless the server
   * was started with `inspectable: true`, or if it is being profiled already.
   */
  startProfile(settings: ProfileSettings): Promise<void> {
    return this.#processes.startProfile(settings);
  }

  /** Ends the profiles, and gives those of the processes that ran from start to end. */
  stopProfile(): Promise<readonly ProcessProfile[]> {
    return this.#processes.stopProfile();
  }

  /**
   * Begins to watch the event loop of each process that runs now, at the cost of a
   * timer in it. Rejects if the server has ended.
   */
  watchEventLoops(): Promise<EventLoopWatches> {
    return this.#processes.watchEventLoops();
  }

  /**
   * What each process holds now. To collect garbage first takes a server that
   * was started with `inspectable: true`.
   */
  state(options?: StateOptions): Promise<readonly ProcessState[]> {
    return this.#processes.state(options);
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
