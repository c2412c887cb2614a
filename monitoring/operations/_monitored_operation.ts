import { DurationBuckets } from "./_duration_buckets.ts";
import { FailureCounts } from "./_failure_counts.ts";
import { OperationInterval } from "./_operation_interval.ts";
import type { EndedOperation, OperationOrigin } from "./ended_operation.ts";

/** Told of each end of an operation. */
export type OnEnded = (ended: EndedOperation) => void;

/** What an operation has done: in this interval, and since the program began. */
export class MonitoredOperation {
  /** How it is known. */
  readonly name: string;
  /** Seconds that each success took, since the program began. */
  readonly buckets = new DurationBuckets();
  /** The failures by kind, since the program began. */
  readonly failures = new FailureCounts();
  readonly #onEnded: OnEnded;
  #interval: OperationInterval;
  #underWay = 0;
  #succeeded = 0;
  #failed = 0;

  /** Starts to count; `onEnded` is told of each end. */
  constructor(name: string, since: Date, onEnded: OnEnded) {
    this.name = name;
    this.#interval = new OperationInterval(since);
    this.#onEnded = onEnded;
  }

  /** How many have begun and not ended. */
  get underWay(): number {
    return this.#underWay;
  }

  /** How many have ended well, since the program began. */
  get succeeded(): number {
    return this.#succeeded;
  }

  /** How many have ended, since the program began. */
  get total(): number {
    return this.#succeeded + this.#failed;
  }

  /** One has begun. */
  begin(): void {
    this.#underWay++;
  }

  /** One has ended well, after so many seconds. */
  succeed(seconds: number, origin: OperationOrigin): void {
    this.#underWay--;
    this.#succeeded++;
    this.buckets.add(seconds);
    this.#interval.latency.record(seconds);
    this.#onEnded({ operation: this.name, seconds, origin });
  }

  /** One has failed, after so many seconds. */
  fail(seconds: number, origin: OperationOrigin, error: unknown): void {
    this.#underWay--;
    this.#failed++;
    this.#interval.fail(error);
    const errorKind = this.failures.add(error);
    this.#onEnded({ operation: this.name, seconds, origin, errorKind });
  }

  /** One has begun that nothing more will be heard of. */
  forget(): void {
    this.#underWay--;
  }

  /** Ends the interval and returns it; what ends from now on is in the next. */
  takeInterval(now: Date): OperationInterval {
    const taken = this.#interval;
    this.#interval = new OperationInterval(now);
    return taken;
  }

  /** Takes back an interval that could not be written: it is part of the next. */
  giveBack(interval: OperationInterval): void {
    this.#interval.prepend(interval);
  }
}
