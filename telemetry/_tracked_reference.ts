import type { ObservedReference } from "../rpc/mod.ts";
import { epochSeconds } from "./_clock.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { ReferenceRecord } from "./reference_record.ts";
import { Streak, StreakTotals } from "./_streak.ts";

/** More reads of one object than this in a row could have been one. */
export const MANY_READS = 20;

/** What is known of one reference. */
export class TrackedReference {
  /** As its holder knows it. */
  readonly observed: ObservedReference;
  /** The connection it came over. */
  readonly connection: number;
  /** How often it was used. */
  accesses = 0;
  /** What became of it. */
  state: ReferenceRecord["state"] = "active";
  /** The line whose call brought it, once that is known. */
  origin: LineTotals | undefined;
  /** How its properties are read, once they are. */
  reads: { readonly streak: Streak; readonly long: StreakTotals } | undefined;
  readonly #createdAt = performance.now();

  /** Knows of no use yet. */
  constructor(observed: ObservedReference, connection: number) {
    this.observed = observed;
    this.connection = connection;
  }

  /** Follows the reads of its properties, from the first one on. */
  followReads(): Streak {
    if (this.reads === undefined) {
      const long = new StreakTotals();
      this.reads = { long, streak: new Streak(MANY_READS, long) };
    }
    return this.reads.streak;
  }

  /** What is known, as plain data. */
  toRecord(): ReferenceRecord {
    const { id, className } = this.observed;
    return {
      id,
      className,
      connection: this.connection,
      createdAt: epochSeconds(this.#createdAt),
      accesses: this.accesses,
      receivedFrom: this.origin?.method.name,
      location: this.origin?.location,
      state: this.state,
    };
  }
}
