/** Where the number of the order is, which wakes the worker when it changes. */
export const METRONOME_ORDER = 0;
/** Where the microseconds are that it asks for. */
export const METRONOME_SLEEP = 1;
/** What it asks for when there is nothing more to ask. */
export const METRONOME_STOP = 0;

const PROGRAM = import.meta.resolve("./_metronome_worker.ts");

/**
 * Sleeps to about a tenth of a millisecond, where timers know only whole ones:
 * a thread of its own sleeps, and its message ends the sleep of this one.
 */
export class Metronome implements Disposable {
  readonly #worker = new Worker(PROGRAM, { type: "module" });
  readonly #cells = new Int32Array(
    new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT),
  );
  #wake = (): void => {};

  private constructor() {
    this.#worker.onmessage = () => this.#wake();
  }

  /** Starts the thread; resolves once it runs. */
  static async start(): Promise<Metronome> {
    const metronome = new Metronome();
    const running = new Promise<void>((resolve) => metronome.#wake = resolve);
    metronome.#worker.postMessage(metronome.#cells);
    await running;
    return metronome;
  }

  /** Sleeps until the time is over or it is woken; it may be woken for nothing. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      // One message in many thousands does not come (Deno 2.9.6).
      const late = setTimeout(resolve, milliseconds + 1);
      this.#wake = () => {
        clearTimeout(late);
        resolve();
      };
      this.#order(Math.max(1, Math.round(milliseconds * 1000)));
    });
  }

  /** Ends a sleep. */
  wake(): void {
    this.#wake();
  }

  /** Ends the thread, by its own hand: none that sleeps can be ended from outside. */
  [Symbol.dispose](): void {
    this.#order(METRONOME_STOP);
  }

  #order(microseconds: number): void {
    Atomics.store(this.#cells, METRONOME_SLEEP, microseconds);
    Atomics.add(this.#cells, METRONOME_ORDER, 1);
    Atomics.notify(this.#cells, METRONOME_ORDER);
  }
}
