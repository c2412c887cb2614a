import { DurationBuckets } from "./_duration_buckets.ts";
import { FailureCounts } from "./_failure_counts.ts";
import type { Moment } from "./_moment.ts";
import { OperationInterval } from "./_operation_interval.ts";
import type { OperationListeners } from "./_operation_listeners.ts";
import type { OperationOrigin } from "./ended_operation.ts";

/** How many durations are noted before they are counted. */
const MOST_NOTED = 256;

/** What an operation has done: in this interval, and since the program began. */
export class MonitoredOperation {
  /** How it is known. */
  readonly name: string;
  /** The failures by kind, since the program began. */
  readonly failures = new FailureCounts();
  readonly #listeners: OperationListeners;
  readonly #buckets = new DurationBuckets();
  // In the midst of a program's work the memory of counters is cold, and to count
  // one duration takes ten times as long as to count one of many in a row.
  readonly #noted = new Float64Array(MOST_NOTED);
  #notedCount = 0;
  #interval: OperationInterval;
  #underWay = 0;
  #failed = 0;

  /** Starts to count, from `begin` on, and tells listeners of each end. */
  constructor(name: string, begin: Moment, listeners: OperationListeners) {
    this.name = name;
    this.#interval = new OperationInterval(begin);
    this.#listeners = listeners;
  }

  /** How many have begun and not ended. */
  get underWay(): number {
    return this.#underWay;
  }

  /** How many have ended, since the program began. */
  get total(): number {
    return this.buckets.count + this.#failed;
  }

  /** Seconds that each success took, since the program began. */
  get buckets(): DurationBuckets {
    this.#countNoted();
    return this.#buckets;
  }

  /** One has begun. */
  begin(): void {
    this.#underWay++;
  }

  /** One has ended well, after so many seconds. */
  succeed(seconds: number, origin: OperationOrigin): void {
    this.#underWay--;
    this.#noted[this.#notedCount++] = seconds;
    if (this.#notedCount === MOST_NOTED) this.#countNoted();
    if (this.#listeners.any) {
      this.#listeners.tell({ operation: this.name, seconds, origin });
    }
  }

  /** One has failed, after so many seconds. */
  fail(seconds: number, origin: OperationOrigin, error: unknown): void {
    this.#underWay--;
    this.#failed++;
    this.#interval.fail(error);
    const errorKind = this.failures.add(error);
    this.#listeners.tell({ operation: this.name, seconds, origin, errorKind });
  }

  /** Of so many that have begun, nothing more will be heard. */
  forget(calls: number): void {
    this.#underWay -= calls;
  }

  /** Returns the interval, which ends; what ends from now on is in the next. */
  takeInterval(end: Moment): OperationInterval {
    this.#countNoted();
    const taken = this.#interval;
    this.#interval = new OperationInterval(end);
    return taken;
  }

  /** Takes back an interval that could not be written: it is part of the next. */
  giveBack(interval: OperationInterval): void {
    this.#interval.prepend(interval);
  }

  #countNoted(): void {
    for (let i = 0; i < this.#notedCount; i++) {
      const seconds = this.#noted[i];
      this.#buckets.add(seconds);
      this.#interval.succeed(seconds);
    }
    this.#notedCount = 0;
  }
}
