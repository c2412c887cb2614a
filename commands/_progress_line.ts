const BAR_LENGTH = 24;
const CLEAR_LINE = "\r\x1b[K";
/** A terminal cannot be read faster than this, in milliseconds. */
const LEAST_INTERVAL = 50;

/**
 * One line on standard error that shows how far a run is. Where standard error
 * is no terminal, there is no line, and only what is printed shows.
 */
export class ProgressLine implements Disposable {
  readonly #terminal = Deno.stderr.isTerminal();
  readonly #start = performance.now();
  #drawnAt = -Infinity;
  #line = "";

  /** Shows that `fraction` of the run, from 0 to 1, is done, and what is at work. */
  update(fraction: number, label: string): void {
    const now = performance.now();
    if (!this.#terminal || now - this.#drawnAt < LEAST_INTERVAL) return;
    this.#drawnAt = now;
    const filled = Math.round(fraction * BAR_LENGTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_LENGTH - filled);
    const percent = Math.floor(fraction * 100).toString().padStart(3);
    this.#line = `${bar} ${percent} %  ${label}${
      this.#timeLeft(fraction, now)
    }`;
    this.#draw();
  }

  /** Prints a line of its own above. */
  print(text: string): void {
    const clear = this.#terminal ? CLEAR_LINE : "";
    Deno.stderr.writeSync(new TextEncoder().encode(`${clear}${text}\n`));
    this.#draw();
  }

  /** Takes the line away. */
  clear(): void {
    this.#line = "";
    this.#draw();
  }

  /** Takes the line away. */
  [Symbol.dispose](): void {
    this.clear();
  }

  #draw(): void {
    if (!this.#terminal) return;
    // A terminal that does not know its width says that it has none.
    const width = (Deno.consoleSize().columns || Infinity) - 1;
    const line = this.#line.slice(0, width);
    Deno.stderr.writeSync(new TextEncoder().encode(CLEAR_LINE + line));
  }

  #timeLeft(fraction: number, now: number): string {
    const elapsed = (now - this.#start) / 1000;
    if (fraction < 0.05 || elapsed < 1) return "";
    return `, about ${inWords(elapsed / fraction - elapsed)} left`;
  }
}

function inWords(seconds: number): string {
  return seconds < 100
    ? `${Math.ceil(seconds)} s`
    : `${Math.ceil(seconds / 60)} min`;
}
