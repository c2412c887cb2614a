import { currentCall } from "../../rpc/mod.ts";

/** Calls that never end by themselves; the test sees what becomes of them. */
export class Waiter {
  static last: Waiter;
  /** Every call so far, by its name: resolves with the reason it was aborted. */
  readonly aborted = new Map<string, Promise<unknown>>();
  stubbornAborted = Promise.resolve(false);
  readonly #release = Promise.withResolvers<string>();
  #started = Promise.withResolvers<void>();

  constructor() {
    Waiter.last = this;
  }

  async wait(name: string): Promise<string> {
    const { signal } = currentCall();
    this.aborted.set(
      name,
      new Promise((resolve) =>
        signal.addEventListener("abort", () => resolve(signal.reason))
      ),
    );
    this.#started.resolve();
    this.#started = Promise.withResolvers();
    return await this.#release.promise;
  }

  /** Asks for its signal only once it is released. */
  async stubborn(): Promise<void> {
    const call = currentCall();
    this.stubbornAborted = this.#release.promise.then(() =>
      call.signal.aborted
    );
    await this.stubbornAborted;
  }

  release(): string {
    this.#release.resolve("late");
    return "released";
  }

  async started(calls: number): Promise<void> {
    while (this.aborted.size < calls) await this.#started.promise;
  }
}
