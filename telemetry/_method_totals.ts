import type { CallKind } from "../rpc/mod.ts";
import type { SourceLocation } from "./call_record.ts";
import { DurationHistogram } from "./_duration_histogram.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { MethodStatistics } from "./telemetry_statistics.ts";

/** What is known of all calls of one method. */
export class MethodTotals {
  /** The name with that of its class in front, unless it is of the service. */
  readonly name: string;
  /** The class of the remote object; `undefined` for the service. */
  readonly className: string | undefined;
  /** What is done. */
  readonly kind: CallKind;
  /** How many calls were begun. */
  calls = 0;
  /** How many have ended. */
  ended = 0;
  /** How many ended with an error. */
  failed = 0;
  /** Seconds of all calls that have ended. */
  seconds = 0;
  /** Bytes of the calls. */
  bytesOut = 0;
  /** Bytes of their answers. */
  bytesIn = 0;
  /** How many were slow. */
  slow = 0;
  /** Seconds of the slow ones. */
  slowSeconds = 0;
  /** The line that was last seen to call it. */
  lastLine: LineTotals | undefined;
  /** The lines that call it; `undefined` for calls from lines unknown. */
  readonly lines: Map<SourceLocation | undefined, LineTotals> = new Map();
  readonly #durations = new DurationHistogram();

  /** Knows of no calls yet. */
  constructor(name: string, className: string | undefined, kind: CallKind) {
    this.name = name;
    this.className = className;
    this.kind = kind;
  }

  /** A call has ended. */
  add(seconds: number, failed: boolean): void {
    this.ended++;
    if (failed) this.failed++;
    this.seconds += seconds;
    this.#durations.record(seconds);
  }

  /** The call that ended was slow. */
  addSlow(seconds: number): void {
    this.slow++;
    this.slowSeconds += seconds;
  }

  /** The totals as figures for people and programs. */
  statistics(): MethodStatistics {
    return {
      name: this.name,
      calls: this.calls,
      failed: this.failed,
      total: this.seconds,
      mean: this.ended === 0 ? 0 : this.seconds / this.ended,
      p50: this.#durations.percentile(0.5),
      p99: this.#durations.percentile(0.99),
      bytes_out: this.bytesOut,
      bytes_in: this.bytesIn,
      slow_calls: this.slow,
      slow_total: this.slowSeconds,
    };
  }
}
