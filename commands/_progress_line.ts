const BAR_LENGTH = 24;
const CLEAR_LINE = "\r\x1b[K";
/** A terminal cannot be read faster than this, in milliseconds. */
const LEAST_INTERVAL = 50;
/** How often the time that is left is told anew, in milliseconds. */
const TICK = 1000;

/** What a run is at. */
interface Step {
  /** How much of the run is done, from 0 to 1. */
  readonly fraction: number;
  /** What is at work. */
  readonly label: string;
  /** When the run should be over; `undefined` while that cannot be told. */
  readonly end: number | undefined;
}

/**
 * One line on standard error that shows how far a run is, and counts down the
 * time that is left. Where standard error is no terminal, there is no line, and
 * only what is printed shows.
 */
export class ProgressLine implements Disposable {
  readonly #terminal = Deno.stderr.isTerminal();
  /** Since when more than nothing is done. */
  #start = performance.now();
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #drawnAt = -Infinity;
  #step: Step | undefined;

  /** Shows nothing until it is told something. */
  constructor() {
    if (!this.#terminal) return;
    const timer = setInterval(() => this.#draw(), TICK);
    Deno.unrefTimer(timer);
    this.#timer = timer;
  }

  /** Shows that `fraction` of the run, from 0 to 1, is done, and what is at work. */
  update(fraction: number, label: string): void {
    const now = performance.now();
    if (fraction === 0) this.#start = now;
    this.#step = { fraction, label, end: this.#endOf(fraction, now) };
    if (now - this.#drawnAt >= LEAST_INTERVAL) this.#draw();
  }

  /** Prints a line of its own above. */
  print(text: string): void {
    const clear = this.#terminal ? CLEAR_LINE : "";
    Deno.stderr.writeSync(new TextEncoder().encode(`${clear}${text}\n`));
    this.#draw();
  }

  /** Takes the line away. */
  clear(): void {
    this.#step = undefined;
    this.#draw();
  }

  /** Takes the line away, for good. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #draw(): void {
    if (!this.#terminal) return;
    this.#drawnAt = performance.now();
    // A terminal that does not know its width says that it has none.
    const width = (Deno.consoleSize().columns || Infinity) - 1;
    const line = this.#line().slice(0, width);
    Deno.stderr.writeSync(new TextEncoder().encode(CLEAR_LINE + line));
  }

  #line(): string {
    if (this.#step === undefined) return "";
    const { end, fraction, label } = this.#step;
    const filled = Math.round(fraction * BAR_LENGTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_LENGTH - filled);
    const percent = Math.floor(fraction * 100).toString().padStart(3);
    const left = end === undefined
      ? ""
      : `, about ${
        inWords(Math.max(1, (end - performance.now()) / 1000))
      } left`;
    return `${bar} ${percent} %  ${label}${left}`;
  }

  #endOf(fraction: number, now: number): number | undefined {
    const elapsed = now - this.#start;
    if (fraction < 0.05 || elapsed < 1000) return undefined;
    return this.#start + elapsed / fraction;
  }
}

function inWords(seconds: number): string {
  return seconds < 100
    ? `${Math.ceil(seconds)} s`
    : `${Math.ceil(seconds / 60)} min`;
}
