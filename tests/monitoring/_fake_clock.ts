import type { Clock } from "../../monitoring/mod.ts";

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** A clock whose time passes, and is set, when a test says so. */
export class FakeClock implements Clock {
  /** Milliseconds that have passed. */
  #elapsed = 0;
  /** The time of the day when it began. */
  #begin = Date.parse("2026-01-02T03:04:05.000Z");
  readonly #timers = new Set<Timer>();

  now(): Date {
    return new Date(this.#begin + this.#elapsed);
  }

  elapsed(): number {
    return this.#elapsed / 1000;
  }

  /** Sets the time of the day so many seconds ahead, or back. */
  set(ahead: number): void {
    this.#begin += ahead * 1000;
  }

  after(seconds: number, action: () => void): Disposable {
    const timer = { at: this.#elapsed + seconds * 1000, action };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  }

  /** How many actions wait for their time. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Lets time pass, and all that is to happen in it. */
  async pass(seconds: number): Promise<void> {
    const end = this.#elapsed + seconds * 1000;
    for (
      let next = this.#next(end);
      next !== undefined;
      next = this.#next(end)
    ) {
      this.#timers.delete(next);
      this.#elapsed = next.at;
      next.action();
      await settle();
    }
    this.#elapsed = end;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers]
      .filter(({ at }) => at <= end)
      .toSorted((a, b) => a.at - b.at)[0];
  }
}

/** Lets promises that are settled already be heard of. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
