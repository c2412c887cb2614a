/** How long what was under way at a server's end has to fail, in milliseconds. */
const MOMENT = 200;

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
