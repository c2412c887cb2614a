import type { ObservedReference } from "../rpc/mod.ts";
import { Ring } from "./_ring.ts";
import type { LineTotals } from "./_line_totals.ts";
import { TrackedReference } from "./_tracked_reference.ts";

/** The references that this end was given. */
export class ReferenceLedger implements Iterable<TrackedReference> {
  /** How many were received. */
  created = 0;
  /** How many are held. */
  active: number;
  readonly #latest: Ring<TrackedReference>;

  /** Remembers the last `limit`, and that so many are held from before. */
  constructor(limit: number, active: number) {
    this.#latest = new Ring(limit);
    this.active = active;
  }

  /** A reference has come. */
  receive(observed: ObservedReference, connection: number): TrackedReference {
    const reference = new TrackedReference(observed, connection);
    this.#latest.add(reference);
    this.created++;
    this.active++;
    return reference;
  }

  /** It turns out which line's call has brought it. */
  attribute(reference: TrackedReference, line: LineTotals): void {
    if (reference.origin !== undefined) return;
    reference.origin = line;
    line.references.created++;
    line.references.className = reference.observed.className;
  }

  /** A reference is held no more. */
  letGo(
    reference: TrackedReference,
    state: "released" | "collected" | "closed",
  ): void {
    reference.state = state;
    this.active--;
    if (state !== "released" || reference.origin === undefined) return;
    reference.origin.references.released++;
  }

  /** The latest references, from the oldest on. */
  [Symbol.iterator](): Iterator<TrackedReference> {
    return this.#latest[Symbol.iterator]();
  }
}
