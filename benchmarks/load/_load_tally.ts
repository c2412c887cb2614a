import { ErrorLog } from "../error_log.ts";
import type { ErrorCount } from "../result_document.ts";
import { SampleRecorder, type SampleSnapshot } from "../sample_recorder.ts";
import { failureKind } from "./failure_kind.ts";
import type { Transferred } from "./target.ts";

/** When things happened to a request, in seconds from the start of the run. */
export interface RequestTimes {
  /** When it was due; in a closed loop, when it was sent. */
  readonly due: number;
  readonly sent: number;
  readonly answered: number;
}

/** What is counted of a run. */
export interface LoadCounts {
  /** Every request that was due, failed ones included. */
  total: number;
  failed: number;
  /** The failed ones that never left: there was no connection, or none was free. */
  unsent: number;
  /** What left before the end of the time that load was to be made. */
  sentInTime: number;
  /** What was answered by then. */
  answeredInTime: number;
  bytesSent: number;
  bytesReceived: number;
  /** What left too late although a connection was free. */
  lateSends: number;
  /** By how many seconds the latest of them was late. */
  latestSend: number;
  /** CPU seconds of the threads, without those that only passed the time. */
  cpuSeconds: number;
}

/** All that a thread recorded, as plain data. */
export interface TallySnapshot {
  readonly counts: LoadCounts;
  readonly responseTimes: SampleSnapshot;
  readonly serviceTimes: SampleSnapshot;
  readonly waitingTimes: SampleSnapshot;
  readonly errors: readonly ErrorCount[];
}

/** What one thread, or several together, saw of a run. */
export class LoadTally {
  /** Brings back what a snapshot was taken of. */
  static revive(snapshot: TallySnapshot): LoadTally {
    const tally = new LoadTally();
    Object.assign(tally.counts, snapshot.counts);
    tally.responseTimes.merge(SampleRecorder.revive(snapshot.responseTimes));
    tally.serviceTimes.merge(SampleRecorder.revive(snapshot.serviceTimes));
    tally.waitingTimes.merge(SampleRecorder.revive(snapshot.waitingTimes));
    tally.errors.addCounts(snapshot.errors);
    return tally;
  }

  readonly counts: LoadCounts = {
    total: 0,
    failed: 0,
    unsent: 0,
    sentInTime: 0,
    answeredInTime: 0,
    bytesSent: 0,
    bytesReceived: 0,
    lateSends: 0,
    latestSend: 0,
    cpuSeconds: 0,
  };
  readonly responseTimes: SampleRecorder = new SampleRecorder();
  readonly serviceTimes: SampleRecorder = new SampleRecorder();
  readonly waitingTimes: SampleRecorder = new SampleRecorder();
  readonly errors: ErrorLog = new ErrorLog(failureKind);

  answered({ due, sent, answered }: RequestTimes): void {
    this.counts.total++;
    this.responseTimes.record(Math.max(0, answered - due));
    this.serviceTimes.record(Math.max(0, answered - sent));
    this.waitingTimes.record(Math.max(0, sent - due));
  }

  transferred({ sent = 0, received = 0 }: Transferred): void {
    this.counts.bytesSent += sent;
    this.counts.bytesReceived += received;
  }

  failed(error: unknown): void {
    this.counts.total++;
    this.counts.failed++;
    this.errors.add(error);
  }

  sentLate(seconds: number): void {
    this.counts.lateSends++;
    this.counts.latestSend = Math.max(this.counts.latestSend, seconds);
  }

  merge(other: LoadTally): void {
    const { counts } = this;
    const latestSend = Math.max(counts.latestSend, other.counts.latestSend);
    counts.total += other.counts.total;
    counts.failed += other.counts.failed;
    counts.unsent += other.counts.unsent;
    counts.sentInTime += other.counts.sentInTime;
    counts.answeredInTime += other.counts.answeredInTime;
    counts.bytesSent += other.counts.bytesSent;
    counts.bytesReceived += other.counts.bytesReceived;
    counts.lateSends += other.counts.lateSends;
    counts.latestSend = latestSend;
    counts.cpuSeconds += other.counts.cpuSeconds;
    this.responseTimes.merge(other.responseTimes);
    this.serviceTimes.merge(other.serviceTimes);
    this.waitingTimes.merge(other.waitingTimes);
    this.errors.merge(other.errors);
  }

  snapshot(): TallySnapshot {
    return {
      counts: this.counts,
      responseTimes: this.responseTimes.snapshot(),
      serviceTimes: this.serviceTimes.snapshot(),
      waitingTimes: this.waitingTimes.snapshot(),
      errors: this.errors.counts(),
    };
  }
}
