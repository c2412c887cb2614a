import type { OutgoingRecord } from "./_outgoing_record.ts";

/**
 * Calls belong to one streak while the pause between them is at most so many
 * times as long as a call. In a slower loop the calls are less than a tenth of
 * the time, and not what makes it slow.
 */
const LONGEST_PAUSE = 10;

/** What is known of calls that followed each other with hardly a pause. */
export class StreakTotals {
  /** How many streaks. */
  streaks = 0;
  /** How many calls. */
  calls = 0;
  /** How many of them began while another was under way. */
  overlapping = 0;
  /** How many frames carried them. */
  roundTrips = 0;
  /** Seconds in which at least one of them was under way. */
  seconds = 0;
  /** Seconds in which the other end is known to have been at work. */
  serverSeconds = 0;
  /** Bytes in both directions. */
  bytes = 0;

  /** Takes in all calls that another one counted. */
  add(other: StreakTotals): void {
    this.calls += other.calls;
    this.overlapping += other.overlapping;
    this.roundTrips += other.roundTrips;
    this.seconds += other.seconds;
    this.serverSeconds += other.serverSeconds;
    this.bytes += other.bytes;
  }

  /** Starts anew. */
  clear(): void {
    this.streaks =
      this.calls =
      this.overlapping =
      this.roundTrips =
        0;
    this.seconds = this.serverSeconds = this.bytes = 0;
  }
}

/** Tells the calls of a loop from calls that are made now and then. */
export class Streak {
  readonly #moreThan: number;
  readonly #long: StreakTotals;
  readonly #pending = new StreakTotals();
  #length = 0;
  #underWay = 0;
  #busySince = 0;
  #lastEnd = -Infinity;
  #lastDuration = 0;

  /** Counts streaks of more than so many calls in `long`. */
  constructor(moreThan: number, long: StreakTotals) {
    this.#moreThan = moreThan;
    this.#long = long;
  }

  /** A call begins; times are in milliseconds. */
  began(now: number): void {
    if (this.#underWay > 0) this.#pending.overlapping++;
    else {
      const pause = now - this.#lastEnd;
      if (pause > LONGEST_PAUSE * this.#lastDuration) {
        this.#length = 0;
        this.#pending.clear();
      }
      this.#busySince = now;
    }
    this.#underWay++;
    this.#length++;
    this.#pending.calls++;
  }

  /** A call leaves in a frame of its own. */
  left(): void {
    this.#pending.roundTrips++;
  }

  /** A call has ended. */
  ended(now: number, call: OutgoingRecord): void {
    this.#underWay--;
    if (this.#underWay === 0) {
      this.#pending.seconds += (now - this.#busySince) / 1000;
    }
    this.#pending.bytes += call.bytesOut + call.bytesIn;
    this.#pending.serverSeconds += call.serverSeconds;
    this.#lastEnd = now;
    this.#lastDuration = call.duration ?? 0;
    if (this.#length <= this.#moreThan) return;
    const isFirstTold = this.#length === this.#pending.calls;
    if (isFirstTold) this.#long.streaks++;
    this.#long.add(this.#pending);
    this.#pending.clear();
  }
}
