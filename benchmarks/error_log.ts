import type { ErrorCount } from "./result_document.ts";
import { messageOf } from "../rpc/message_of.ts";
import { nameOf } from "../rpc/name_of.ts";

/** How many messages of each kind are kept. */
const MOST_EXAMPLES = 3;

/** Counts failures by kind and keeps the first few messages of each. */
export class ErrorLog {
  readonly #kindOf: (error: unknown) => string;
  readonly #kinds = new Map<string, { count: number; examples: string[] }>();

  /** Starts with none; what kind an error is of, its name says by default. */
  constructor(kindOf: (error: unknown) => string = nameOf) {
    this.#kindOf = kindOf;
  }

  /** Counts a failure; what was thrown may be anything. */
  add(error: unknown): void {
    const kind = this.#kindOf(error);
    const message = messageOf(error);
    this.#add({ kind, count: 1, examples: [message] });
  }

  /** Takes in all failures of another log. */
  merge(other: ErrorLog): void {
    this.addCounts(other.counts());
  }

  /** Takes in failures that were counted elsewhere. */
  addCounts(counts: readonly ErrorCount[]): void {
    for (const errors of counts) this.#add(errors);
  }

  /** The failures by kind, in the order in which the kinds first occurred. */
  counts(): ErrorCount[] {
    return [...this.#kinds].map(([kind, { count, examples }]) => ({
      kind,
      count,
      examples: [...examples],
    }));
  }

  #add({ kind, count, examples }: ErrorCount): void {
    let known = this.#kinds.get(kind);
    if (known === undefined) {
      known = { count: 0, examples: [] };
      this.#kinds.set(kind, known);
    }
    known.count += count;
    for (const example of examples) {
      const seen = known.examples.includes(example);
      if (!seen && known.examples.length < MOST_EXAMPLES) {
        known.examples.push(example);
      }
    }
  }
}
