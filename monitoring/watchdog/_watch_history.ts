import { requireWholeNumber } from "../../rpc/arguments.ts";
import type { WatchOutcome } from "./watch_state.ts";

/** How many checks it takes to believe them. */
export interface Patience {
  /** How many bad checks are needed. */
  readonly bad: number;
  /** Among how many, the last one included. */
  readonly of: number;
  /** How many good ones in a row say that it is over. */
  readonly good: number;
}

/** What the latest checks say together. */
export type Standing = "healthy" | "degraded" | "unreachable";

/** Turns checks into a standing that one of them alone does not change. */
export class WatchHistory {
  readonly #patience: Patience;
  #standing: Standing = "healthy";
  #latest: readonly WatchOutcome["outcome"][] = [];
  #goodInARow = 0;

  /** Starts healthy; throws a `RangeError` for a patience that never ends. */
  constructor(patience: Patience) {
    requireWholeNumber("patience.bad", patience.bad, 1);
    requireWholeNumber("patience.of", patience.of, patience.bad);
    requireWholeNumber("patience.good", patience.good, 1);
    this.#patience = patience;
  }

  /** Adds what came of a check; returns what all say now. */
  add(outcome: WatchOutcome["outcome"]): Standing {
    const { bad, good, of } = this.#patience;
    this.#latest = [...this.#latest, outcome].slice(-of);
    this.#goodInARow = outcome === "good" ? this.#goodInARow + 1 : 0;
    const failed = this.#count("failed");
    if (this.#standing !== "healthy" && this.#goodInARow >= good) {
      // What is over must not count for what comes next.
      this.#latest = [];
      this.#standing = "healthy";
    } else if (failed >= bad) this.#standing = "unreachable";
    else if (failed + this.#count("breached") >= bad) {
      this.#standing = "degraded";
    }
    return this.#standing;
  }

  #count(outcome: WatchOutcome["outcome"]): number {
    return this.#latest.filter((it) => it === outcome).length;
  }
}
