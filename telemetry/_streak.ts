import type { RecordedOutgoingCall } from "./_recorded_outgoing_call.ts";

/**
 * A streak is a time of which calls are at least this part. In a slower loop
 * they are not what makes it slow.
 */
const LEAST_SHARE = 0.1;
/** Milliseconds after which what follows is another loop, however long this one was. */
const LONGEST_PAUSE = 1000;

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
  /** When it began; all times are in milliseconds. */
  #start = 0;
  /** For how long calls were under way. */
  #busy = 0;
  #busySince = 0;
  #lastEnd = -Infinity;

  /** Counts streaks of more than so many calls in `long`. */
  constructor(moreThan: number, long: StreakTotals) {
    this.#moreThan = moreThan;
    this.#long = long;
  }

  /** A call begins. */
  began(now: number): void {
    if (this.#underWay > 0) this.#pending.overlapping++;
    else {
      if (this.#isOver(now)) this.#startAnew(now);
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
  ended(now: number, call: RecordedOutgoingCall): void {
    this.#underWay--;
    if (this.#underWay === 0) {
      const busy = now - this.#busySince;
      this.#busy += busy;
      this.#pending.seconds += busy / 1000;
    }
    this.#pending.bytes += call.bytesOut + call.bytesIn;
    this.#pending.serverSeconds += call.serverSeconds;
    this.#lastEnd = now;
    if (this.#length <= this.#moreThan) return;
    const isFirstTold = this.#length === this.#pending.calls;
    if (isFirstTold) this.#long.streaks++;
    this.#long.add(this.#pending);
    this.#pending.clear();
  }

  #isOver(now: number): boolean {
    const share = this.#busy / (now - this.#start);
    return share < LEAST_SHARE || now - this.#lastEnd > LONGEST_PAUSE;
  }

  #startAnew(now: number): void {
    this.#start = now;
    this.#busy = 0;
    this.#length = 0;
    this.#pending.clear();
  }
}
