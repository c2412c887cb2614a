import { MANY_CALLS } from "./_line_totals.ts";
import { Streak, StreakTotals } from "./_streak.ts";

/** How the properties of remote objects of one class are read. */
export class ClassReads {
  /** The class. */
  readonly className: string;
  /** The reads that followed each other, of whichever object. */
  readonly long: StreakTotals = new StreakTotals();
  readonly streak: Streak = new Streak(MANY_CALLS, this.long);
  /** How many of its objects were read. */
  objects = 0;

  /** Knows of no reads yet. */
  constructor(className: string) {
    this.className = className;
  }
}
