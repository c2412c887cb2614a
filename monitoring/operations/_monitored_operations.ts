import { BoundedNames } from "./_bounded_names.ts";
import type { Moment } from "./_moment.ts";
import { MonitoredOperation } from "./_monitored_operation.ts";
import type { OperationInterval } from "./_operation_interval.ts";
import { OperationListeners } from "./_operation_listeners.ts";

/** What an operation did in an interval, and how often it was under way at its end. */
export interface TakenInterval {
  readonly operation: MonitoredOperation;
  readonly interval: OperationInterval;
  readonly inFlight: number;
}

/** All operations of a program, up to a number; the rest are one, `"other"`. */
export class MonitoredOperations {
  /** Those who want to hear of each that ends. */
  readonly listeners = new OperationListeners();
  readonly #names: BoundedNames;
  readonly #operations = new Map<string, MonitoredOperation>();
  #begin: Moment;

  /** Starts with none, and with the first interval. */
  constructor(most: number, begin: Moment) {
    this.#names = new BoundedNames(most);
    this.#begin = begin;
  }

  /** Whether there is one of this name. */
  has(name: string): boolean {
    return this.#operations.has(name);
  }

  /** The operation of a name; if there are too many already, that of all others. */
  named(name: string): MonitoredOperation {
    const bounded = this.#names.bounded(name);
    let operation = this.#operations.get(bounded);
    if (operation === undefined) {
      // Until now it has not occurred in this interval: that is part of its numbers.
      operation = new MonitoredOperation(bounded, this.#begin, this.listeners);
      this.#operations.set(bounded, operation);
    }
    return operation;
  }

  /** Ends the interval of all of them, and begins the next. */
  takeIntervals(end: Moment): TakenInterval[] {
    this.#begin = end;
    return Array.from(this, (operation) => ({
      operation,
      interval: operation.takeInterval(end),
      inFlight: operation.underWay,
    }));
  }

  /** All of them, in the order in which they first occurred. */
  [Symbol.iterator](): Iterator<MonitoredOperation> {
    return this.#operations.values();
  }
}
