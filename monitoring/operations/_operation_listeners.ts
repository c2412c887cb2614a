import type { EndedOperation, OnEnded } from "./ended_operation.ts";

/** Those who want to hear of each operation that ends. */
export class OperationListeners {
  readonly #listeners = new Set<OnEnded>();

  /** Whether there is one: as a rule there is none, and nothing is to be told. */
  get any(): boolean {
    return this.#listeners.size > 0;
  }

  /** Adds one, until what this returns is disposed. */
  add(listener: OnEnded): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Tells all of them. */
  tell(ended: EndedOperation): void {
    for (const listener of this.#listeners) {
      try {
        listener(ended);
      } catch (error) {
        // It is its program's failure, and not the operation's.
        reportError(error);
      }
    }
  }
}
