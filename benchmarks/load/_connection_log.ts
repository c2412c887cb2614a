import { ErrorLog } from "../error_log.ts";
import type { ErrorCount } from "../result_document.ts";
import { SampleRecorder, type SampleSnapshot } from "../sample_recorder.ts";
import { failureKind } from "./failure_kind.ts";

/** All that a {@linkcode ConnectionLog} has, as plain data. */
export interface ConnectionLogSnapshot {
  readonly times: SampleSnapshot;
  readonly failed: number;
  readonly errors: readonly ErrorCount[];
}

/** The connections that were made, or should have been. */
export class ConnectionLog {
  /** Brings back what a snapshot was taken of. */
  static revive(snapshot: ConnectionLogSnapshot): ConnectionLog {
    const log = new ConnectionLog();
    log.times.merge(SampleRecorder.revive(snapshot.times));
    log.#failed = snapshot.failed;
    log.errors.addCounts(snapshot.errors);
    return log;
  }

  /** How long those took that came about, in seconds. */
  readonly times: SampleRecorder = new SampleRecorder();
  readonly errors: ErrorLog = new ErrorLog(failureKind);
  #failed = 0;

  /** How many did not come about. */
  get failed(): number {
    return this.#failed;
  }

  fail(error: unknown): void {
    this.#failed++;
    this.errors.add(error);
  }

  merge(other: ConnectionLog): void {
    this.times.merge(other.times);
    this.#failed += other.#failed;
    this.errors.merge(other.errors);
  }

  snapshot(): ConnectionLogSnapshot {
    return {
      times: this.times.snapshot(),
      failed: this.#failed,
      errors: this.errors.counts(),
    };
  }
}
