import { ExitCode } from "./_command.ts";

/** Ctrl-C, a polite `kill`, and the terminal's closing. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Turns the first interruption into an `AbortSignal`, until disposed of; the
 * second ends the program at once.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #interrupt = (): void => {
    if (this.#controller.signal.aborted) Deno.exit(ExitCode.interrupted);
    this.#controller.abort(new DOMException("interrupted", "AbortError"));
  };

  /** Starts to listen. */
  constructor() {
    for (const signal of SIGNALS) {
      Deno.addSignalListener(signal, this.#interrupt);
    }
  }

  /** Aborts at the first interruption. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    for (const signal of SIGNALS) {
      Deno.removeSignalListener(signal, this.#interrupt);
    }
  }
}
