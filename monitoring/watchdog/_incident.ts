import type { Clock } from "../clock.ts";
import type { BadState } from "./_alert_of.ts";

/** A time in which something is not well, in one way or another. */
export class Incident {
  /** When it began. */
  readonly since: Date;
  readonly #clock: Clock;
  readonly #begunAt: number;
  readonly #states = new Set<BadState["state"]>();

  /** Begins now. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.since = clock.now();
    this.#begunAt = clock.elapsed();
  }

  /** It is in this way now. */
  enter(state: BadState["state"]): void {
    this.#states.add(state);
  }

  /** All its ways, in their order: `"degraded and unreachable"`. */
  get ways(): string {
    return [...this.#states].join(" and ");
  }

  /** How many seconds it has lasted. */
  get duration(): number {
    return this.#clock.elapsed() - this.#begunAt;
  }
}
