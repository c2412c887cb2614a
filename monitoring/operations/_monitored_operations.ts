import { BoundedNames } from "./_bounded_names.ts";
import { MonitoredOperation } from "./_monitored_operation.ts";
import { OperationListeners } from "./_operation_listeners.ts";

/** All operations of a program, up to a number; the rest are one, `"other"`. */
export class MonitoredOperations {
  /** Those who want to hear of each that ends. */
  readonly listeners = new OperationListeners();
  readonly #names: BoundedNames;
  readonly #operations = new Map<string, MonitoredOperation>();
  readonly #now: () => Date;

  /** Starts with none. */
  constructor(most: number, now: () => Date) {
    this.#names = new BoundedNames(most);
    this.#now = now;
  }

  /** The operation of a name; if there are too many already, that of all others. */
  named(name: string): MonitoredOperation {
    const bounded = this.#names.bounded(name);
    let operation = this.#operations.get(bounded);
    if (operation === undefined) {
      operation = new MonitoredOperation(
        bounded,
        this.#now(),
        this.listeners,
      );
      this.#operations.set(bounded, operation);
    }
    return operation;
  }

  /** All of them, in the order in which they first occurred. */
  [Symbol.iterator](): Iterator<MonitoredOperation> {
    return this.#operations.values();
  }
}
