import type { SourceLocation } from "./call_record.ts";
import type { MethodTotals } from "./_method_totals.ts";
import type { RecordedCall } from "./_recorded_call.ts";
import { Streak, StreakTotals } from "./_streak.ts";

/**
 * A loop of more calls than this is worth a look: over a network of a
 * millisecond it is what a person begins to wait for. A program makes fewer
 * anyway, and a benchmark's few runs are none.
 */
export const MANY_CALLS = 30;

/** What is known of the calls that one line makes to one method. */
export class LineTotals {
  /** The method. */
  readonly method: MethodTotals;
  /** The line, unless it is not known. */
  readonly location: SourceLocation | undefined;
  /** How many calls. */
  calls = 0;
  /** How many of them are not known, but taken, to be made here. */
  assumed = 0;
  /** Seconds that all calls took, overlapping or not. */
  seconds = 0;
  /** Bytes in both directions. */
  bytes = 0;
  /** The remote objects that the calls have brought. */
  readonly references = { created: 0, released: 0, className: "" };
  /** The loops among the calls. */
  readonly loops = new StreakTotals();
  /** The calls that no call caused, as they follow each other. */
  readonly streak: Streak = this.newStreak();

  /** Knows of no calls yet. */
  constructor(method: MethodTotals, location: SourceLocation | undefined) {
    this.method = method;
    this.location = location;
  }

  /** Follows the calls that one call causes: each has loops of its own. */
  newStreak(): Streak {
    return new Streak(MANY_CALLS, this.loops);
  }

  /** A call has ended. */
  add({ bytesIn, bytesOut, duration = 0 }: RecordedCall): void {
    this.seconds += duration / 1000;
    this.bytes += bytesOut + bytesIn;
  }
}
