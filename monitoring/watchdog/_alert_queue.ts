import { KEEPING_CLOCK } from "../clock.ts";
import type { Trouble } from "../_trouble.ts";
import type { WatchdogAlert, WatchdogHook } from "./watchdog_alert.ts";

/** Of more, the oldest are of no more use. */
const MOST_WAITING = 16;

/** Hands alerts to one hook, one after another, in their order. */
export class AlertQueue {
  readonly #hook: WatchdogHook;
  readonly #timeout: number;
  readonly #trouble: Trouble;
  readonly #waiting: WatchdogAlert[] = [];
  #work: Promise<void> = Promise.resolve();
  #working = false;

  /** For a hook that gets `timeout` seconds for each alert. */
  constructor(hook: WatchdogHook, timeout: number, trouble: Trouble) {
    this.#hook = hook;
    this.#timeout = timeout;
    this.#trouble = trouble;
  }

  /** How often the hook has failed. */
  get failures(): number {
    return this.#trouble.times;
  }

  /**
   * Resolves when no alert waits. The hook gets as much time for all of them as for
   * one: what ends a program is not put off by each that is told in vain.
   */
  async drain(): Promise<void> {
    using _timer = KEEPING_CLOCK.after(this.#timeout, () => {
      for (const _ of this.#waiting.splice(0)) this.#leftOut();
    });
    await this.#work;
  }

  /** Hands an alert over as soon as it is its turn. */
  push(alert: WatchdogAlert): void {
    if (this.#waiting.length === MOST_WAITING) {
      this.#waiting.shift();
      this.#leftOut();
    }
    this.#waiting.push(alert);
    if (!this.#working) this.#work = this.#handOver();
  }

  #leftOut(): void {
    this.#trouble.met(new Error("it is too slow: an alert is left out"));
  }

  async #handOver(): Promise<void> {
    this.#working = true;
    for (
      let alert = this.#waiting.shift();
      alert !== undefined;
      alert = this.#waiting.shift()
    ) await this.#tell(alert);
    this.#working = false;
  }

  async #tell(alert: WatchdogAlert): Promise<void> {
    const late = Promise.withResolvers<never>();
    const controller = new AbortController();
    using _timer = KEEPING_CLOCK.after(this.#timeout, () => {
      const reason = new DOMException(
        `it was not done within ${this.#timeout} s`,
        "TimeoutError",
      );
      controller.abort(reason);
      late.reject(reason);
    });
    const told = (async () => await this.#hook(alert, controller.signal))();
    try {
      await Promise.race([told, late.promise]);
      this.#trouble.over();
    } catch (error) {
      this.#trouble.met(error);
    }
  }
}
