/** What a terminal sends to all that runs in its foreground. */
const TERMINAL_SIGNALS: readonly Deno.Signal[] = [
  "SIGINT",
  "SIGQUIT",
  "SIGHUP",
  "SIGWINCH",
];

const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : [...TERMINAL_SIGNALS, "SIGTERM"];

/**
 * Passes the signals that this process gets on to a program that leads a process
 * group of its own, until disposed of. What a terminal sends goes to the group,
 * as it would have.
 */
export class SignalRelay implements Disposable {
  readonly #listeners: ReadonlyMap<Deno.Signal, () => void>;

  /** `beforeEnd` is waited for before a signal that may end the program. */
  constructor(processId: number, beforeEnd: () => Promise<void>) {
    this.#listeners = new Map(SIGNALS.map((signal) => [signal, async () => {
      if (signal !== "SIGWINCH") await beforeEnd();
      send(signal, TERMINAL_SIGNALS.includes(signal) ? -processId : processId);
    }]));
    for (const [signal, listener] of this.#listeners) {
      Deno.addSignalListener(signal, listener);
    }
  }

  /** Lets signals do to this process what they do to any. */
  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) {
      Deno.removeSignalListener(signal, listener);
    }
  }
}

/** Sends a signal to a process, or to the group of a negative id. */
export function send(signal: Deno.Signal, processId: number): void {
  try {
    Deno.kill(processId, signal);
  } catch (error) {
    // It ended in the meantime.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
