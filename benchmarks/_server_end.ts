import { closeConnections } from "./connections.ts";

/** How long what was under way at a server's end has to fail, in milliseconds. */
const MOMENT = 200;

/** How long after its port a dead process is known to be dead, in milliseconds. */
const GRACE = 1000;

/**
 * Turns the end of a server into an `AbortSignal`, a moment later: what was under
 * way has failed and been counted by then, and whatever follows would fail, too.
 */
export class ServerEnd implements Disposable {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  /** Waits for `exited`, until disposed of. */
  constructor(exited: Promise<unknown>) {
    exited.then(() => {
      if (this.#disposed) return;
      this.#timer = setTimeout(() => this.#controller.abort(), MOMENT);
    });
  }

  /** Aborts a moment after the server's end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops waiting. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }
}

/** A server that tells of its end, and can be asked whether it still serves. */
interface ConnectableServer {
  /** Resolves when the server has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** Makes a connection, over which a byte could go at once. */
  connect(): Promise<unknown>;
}

/** How a server has ended after requests to it failed; `undefined` if it serves. */
export async function endOf(
  server: ConnectableServer,
): Promise<Deno.CommandStatus | undefined> {
  try {
    await closeConnections([await server.connect()]);
    return undefined;
  } catch {
    // The system closes a dead process's port before it tells of its death.
    const timeout = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => timeout.resolve(undefined), GRACE);
    const end = await Promise.race([server.exited, timeout.promise]);
    clearTimeout(timer);
    return end;
  }
}
