/** What memory a process has at a moment, in bytes. */
export interface MemoryReading {
  /** What the operating system gives it: the resident set size. */
  readonly rss: number;
  /** What V8's heap holds, garbage that is not collected yet included. */
  readonly heap_used: number;
  /** What V8 has reserved for its heap. */
  readonly heap_total: number;
  /** Array buffers, and what else V8 knows of beside its heap. */
  readonly external: number;
}

/** A {@linkcode MemoryReading} and when it was taken. */
export interface MemorySample extends MemoryReading {
  /** When, in seconds; on which clock, whoever gives it says. */
  readonly at: number;
}

/** What memory this process has now, and of it this thread's heap. */
export function readMemory(): MemoryReading {
  const { rss, heapUsed, heapTotal, external } = Deno.memoryUsage();
  return { rss, heap_used: heapUsed, heap_total: heapTotal, external };
}

/** So many samples are kept at most. */
const MOST_SAMPLES = 512;

/**
 * Reads this process's memory again and again. Its own memory is bounded: once
 * it has too many samples, it drops every other one and reads half as often.
 */
export class MemorySeries implements Disposable {
  #samples: MemorySample[] = [];
  #interval: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the first sample now, and one each `interval` seconds. */
  constructor(interval: number) {
    this.#interval = interval * 1000;
    this.#sample();
  }

  /** Takes the last sample and ends; `at` is `performance.now()`, in seconds. */
  stop(): readonly MemorySample[] {
    this[Symbol.dispose]();
    this.#read();
    return this.#samples;
  }

  /** Ends the reading. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #sample(): void {
    this.#read();
    if (this.#samples.length >= MOST_SAMPLES) {
      this.#samples = this.#samples.filter((_, i) => i % 2 === 0);
      this.#interval *= 2;
    }
    this.#timer = setTimeout(() => this.#sample(), this.#interval);
    Deno.unrefTimer(this.#timer);
  }

  #read(): void {
    this.#samples.push({ at: performance.now() / 1000, ...readMemory() });
  }
}
